package dev.gloss.server.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gloss models`: what is here, and what would suit this machine.
@Command(
    name = "models",
    description = "List the models that are here, and those that suit this machine.",
    subcommands = {
      ModelsUseCommand.class,
      ModelsCalibrateCommand.class,
      ModelsVerifyCommand.class,
      ModelsRemoveCommand.class,
      ModelsCleanCommand.class,
    })
final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() throws IOException {
    ModelsReport report = ModelsReport.make(spec);
    common.print(report, report.text());
    return 0;
  }
}

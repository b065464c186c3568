package dev.gloss.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gloss`, which does nothing without one of its commands.
@Command(
    name = "gloss",
    description = "A private coding assistant: the model runs in this very process.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      LspCommand.class,
      CompleteCommand.class,
      ExplainCommand.class,
      GenerateCommand.class,
      LogitsCommand.class,
      TokenizeCommand.class,
      InspectCommand.class,
      ConvertCommand.class,
      EvalCommand.class,
      BenchCommand.class,
      PullCommand.class,
      ModelsCommand.class,
      DoctorCommand.class,
    })
final class GlossCommand implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  /// @param surroundings what its commands find around them
  GlossCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  @Override
  public void run() {
    throw new ParameterException(
        new CommandLine(spec), "a command is missing; 'gloss --help' lists them");
  }
}

package dev.gloss.server.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// A command that is planned: says so and exits like any other wrong call.
@Command(description = "(not built yet)")
final class NotBuiltYetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Unmatched private List<String> options = List.of();

  @Parameters(hidden = true)
  private List<String> words = List.of();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), spec.name() + ": not built yet");
  }
}

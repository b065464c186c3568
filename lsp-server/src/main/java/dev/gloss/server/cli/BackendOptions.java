package dev.gloss.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// On what a model runs.
final class BackendOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--backend",
      defaultValue = "auto",
      paramLabel = "auto|cpu|gpu",
      description = "On what the model runs (default: ${DEFAULT-VALUE}).")
  private String backend = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute; one a core when not given.")
  private int threads = Runtime.getRuntime().availableProcessors();

  /// Threads that compute.
  ///
  /// @throws ParameterException if the backend is unknown or not built yet, or the number is absurd
  int threads() {
    switch (backend) {
      case "auto", "cpu" -> {}
      case "gpu" -> throw refuse("--backend gpu: not built yet");
      default -> throw refuse("--backend must be auto, cpu or gpu, got '" + backend + "'");
    }
    if (threads < 1 || threads > 1024) {
      throw refuse("--threads must be in [1, 1024], got " + threads);
    }
    return threads;
  }

  private ParameterException refuse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

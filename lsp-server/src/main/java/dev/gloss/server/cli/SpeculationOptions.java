package dev.gloss.server.cli;

import dev.gloss.inference.Speculation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// How tokens are drafted ahead.
final class SpeculationOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--speculative",
      defaultValue = "mtp",
      paramLabel = "off|mtp|ngram",
      description =
          "Who drafts tokens ahead (default: ${DEFAULT-VALUE}, where the model has the module).")
  private String method = "mtp";

  @Option(
      names = "--draft",
      defaultValue = "1",
      paramLabel = "K",
      description = "Tokens to draft ahead (default: ${DEFAULT-VALUE}).")
  private int draft = 1;

  /// The setting.
  ///
  /// @throws ParameterException if the method is unknown or not built yet
  Speculation speculation() {
    if (draft < 1) {
      throw refuse("--draft must be at least 1, got " + draft);
    }
    return switch (method) {
      case "off" -> Speculation.OFF;
      case "mtp" -> {
        if (draft > 1) {
          throw refuse("--draft above 1: not built yet");
        }
        yield Speculation.MTP;
      }
      case "ngram" -> throw refuse("--speculative ngram: not built yet");
      default -> throw refuse("--speculative must be off, mtp or ngram, got '" + method + "'");
    };
  }

  private ParameterException refuse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

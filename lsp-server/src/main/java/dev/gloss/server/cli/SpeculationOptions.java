package dev.gloss.server.cli;

import dev.gloss.inference.Speculation;
import org.jspecify.annotations.Nullable;
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
      paramLabel = "auto|off|mtp",
      description =
          "Who drafts tokens ahead: mtp where the model has the module, auto where that is faster.")
  private @Nullable String method;

  @Option(
      names = "--draft",
      defaultValue = "1",
      paramLabel = "K",
      hidden = true,
      description = "Tokens to draft ahead (default: ${DEFAULT-VALUE}).")
  private int draft = 1;

  /// The setting.
  ///
  /// @param usual what holds where nothing is said
  /// @throws ParameterException if the method is unknown or not built yet
  Speculation speculation(Speculation usual) {
    if (draft < 1) {
      throw refuse("--draft must be at least 1, got " + draft);
    }
    if (draft > 1) {
      throw refuse("--draft above 1: not built yet");
    }
    return switch (method) {
      case null -> usual;
      case "auto" -> Speculation.AUTO;
      case "off" -> Speculation.OFF;
      case "mtp" -> Speculation.MTP;
      case "ngram" -> throw refuse("--speculative ngram: not built yet");
      default -> throw refuse("--speculative must be auto, off or mtp, got '" + method + "'");
    };
  }

  private ParameterException refuse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

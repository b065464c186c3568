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
      paramLabel = "auto|off|mtp|ngram|draft-model",
      description = {
        "Who drafts tokens ahead: mtp where the model has the module, ngram from what",
        "the text repeats, draft-model the one of --draft-model, auto whoever makes it",
        "faster. None changes what is written."
      })
  private @Nullable String method;

  @Option(
      names = "--draft",
      paramLabel = "K",
      description = {
        "Tokens to draft ahead at most, 1 to " + Speculation.MOST_TOKENS + "; mtp drafts one,",
        "the others up to " + Speculation.USUAL_TOKENS + " when not given."
      })
  private @Nullable Integer draft;

  /// The setting.
  ///
  /// @param usual what holds where nothing is said
  /// @param engine on what the model runs, with a model that drafts or without
  /// @throws ParameterException if the method is unknown, or the number out of range
  Speculation speculation(Speculation usual, RunOptions engine) {
    Speculation chosen = method(usual);
    if (chosen.method() == Speculation.Method.DRAFT_MODEL && !engine.hasDraftModel()) {
      throw refuse("--speculative draft-model expects --draft-model FILE as well");
    }
    if (draft == null) {
      return chosen;
    }
    if (draft < 1 || draft > Speculation.MOST_TOKENS) {
      throw refuse("--draft must be in [1, " + Speculation.MOST_TOKENS + "], got " + draft);
    }
    return chosen.withDraftTokens(draft);
  }

  private Speculation method(Speculation usual) {
    return switch (method) {
      case null -> usual;
      case "auto" -> Speculation.AUTO;
      case "off" -> Speculation.OFF;
      case "mtp" -> Speculation.MTP;
      case "ngram" -> Speculation.NGRAM;
      case "draft-model" -> Speculation.DRAFT_MODEL;
      default ->
          throw refuse(
              "--speculative must be auto, off, mtp, ngram or draft-model, got '" + method + "'");
    };
  }

  private ParameterException refuse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

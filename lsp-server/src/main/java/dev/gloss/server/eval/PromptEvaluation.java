package dev.gloss.server.eval;

import dev.gloss.inference.Engine;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;

/// Sends given prompts to an engine, greedily and to the end of the line, and compares the line
/// with what stood there and with what another engine wrote: what is measured is the engine, not
/// how Gloss asks.
public final class PromptEvaluation {
  private final Engine engine;
  private final int maxTokens;

  /// @param engine is asked
  /// @param maxTokens most tokens of a line
  public PromptEvaluation(Engine engine, int maxTokens) {
    this.engine = engine;
    this.maxTokens = maxTokens;
  }

  private record Outcome(PromptCase asked, String line) {
    boolean exact() {
      return line.equals(asked.middle().strip());
    }

    boolean same() {
      return line.equals(asked.answer());
    }

    boolean otherExact() {
      return asked.middle().strip().equals(asked.answer());
    }
  }

  /// Asks in order whatever has no prediction yet.
  ///
  /// @param cases at least one
  /// @param log predictions of an earlier run, and where new ones go
  /// @throws IllegalStateException if the engine could not serve a prompt
  public PromptReport run(List<PromptCase> cases, RunLog<Prediction> log) {
    List<Outcome> outcomes = new ArrayList<>();
    for (PromptCase asked : cases) {
      Prediction prediction = log.find(asked.id(), _ -> true).orElse(null);
      if (prediction == null) {
        prediction = Prediction.of(asked.id(), ask(asked));
        log.add(prediction);
      }
      outcomes.add(new Outcome(asked, prediction.prediction()));
    }
    return report(outcomes);
  }

  private String ask(PromptCase asked) {
    int[] ids = engine.tokenizer().encode(asked.prompt());
    Prompt prompt = Prompt.of(new Prompt.Ids(Arrays.stream(ids).boxed().toList()));
    StringBuffer text = new StringBuffer();
    CompletableFuture<Generation> started = new CompletableFuture<>();
    Generation generation =
        engine.generate(
            GenerationRequest.of(prompt, maxTokens),
            event -> {
              if (event instanceof GenerationEvent.Token token) {
                text.append(token.text());
                if (token.text().indexOf('\n') >= 0) {
                  started.thenAccept(Generation::cancel);
                }
              }
            });
    started.complete(generation);
    return switch (generation.completion().join()) {
      case GenerationEvent.Finished finished -> firstLine(text + finished.tail());
      case GenerationEvent.Failed(String message) ->
          throw new IllegalStateException("case " + asked.id() + ": " + message);
      case GenerationEvent.Started _, GenerationEvent.Token _ ->
          throw new IllegalStateException("case " + asked.id() + ": no last event");
    };
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  private static PromptReport report(List<Outcome> outcomes) {
    List<Outcome> compared = outcomes.stream().filter(o -> o.asked().answer() != null).toList();
    boolean any = !compared.isEmpty();
    return new PromptReport(
        outcomes.size(),
        share(outcomes, o -> o.exact() ? 1 : 0),
        share(outcomes, o -> EditSimilarity.of(o.line(), o.asked().middle().strip())),
        compared.size(),
        any ? share(compared, o -> o.same() ? 1 : 0) : null,
        any ? share(compared, o -> o.otherExact() ? 1 : 0) : null,
        any ? share(compared, o -> (o.exact() ? 1 : 0) - (o.otherExact() ? 1 : 0)) : null);
  }

  private static Interval share(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
    return Interval.ofMean(outcomes.stream().mapToDouble(value).toArray()).percent();
  }
}

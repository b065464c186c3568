package dev.gloss.server.eval;

import dev.gloss.inference.Engine;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.Speculation;
import dev.gloss.server.assist.LentEngine;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An engine that remembers what passed through it.
///
/// For one generation at a time.
final class MeteredEngine extends LentEngine {
  private final Speculation speculation;
  private final @Nullable Double ngramWeight;
  private final StringBuffer output = new StringBuffer();
  private long drafted;
  private long accepted;

  /// @param speculation who drafts in all generations
  MeteredEngine(Engine engine, Speculation speculation) {
    this(engine, speculation, null);
  }

  /// @param speculation who drafts in all generations
  /// @param ngramWeight share of the prompt's own n-grams in all; null for what each asks for
  MeteredEngine(Engine engine, Speculation speculation, @Nullable Double ngramWeight) {
    super(engine);
    this.speculation = speculation;
    this.ngramWeight = ngramWeight;
  }

  /// All that the model wrote in the last generation, tags included.
  String output() {
    return output.toString();
  }

  /// Share of the drafted tokens that were accepted over all generations; 0 when none was drafted.
  synchronized double acceptance() {
    return drafted == 0 ? 0 : (double) accepted / drafted;
  }

  @Override
  public Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener) {
    output.setLength(0);
    return super.generate(
        request
            .withSpeculation(speculation)
            .withNgramWeight(Objects.requireNonNullElse(ngramWeight, request.ngramWeight())),
        event -> {
          note(event);
          listener.accept(event);
        });
  }

  private void note(GenerationEvent event) {
    switch (event) {
      case GenerationEvent.Token token -> output.append(token.text());
      case GenerationEvent.Finished finished -> {
        output.append(finished.tail());
        add(finished.stats());
      }
      case GenerationEvent.Started _, GenerationEvent.Failed _ -> {}
    }
  }

  private synchronized void add(GenerationStats stats) {
    drafted += stats.drafted();
    accepted += stats.accepted();
  }
}

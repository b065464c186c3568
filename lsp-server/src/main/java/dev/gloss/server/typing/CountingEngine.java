package dev.gloss.server.typing;

import dev.gloss.inference.Engine;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.server.assist.LentEngine;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// An engine that counts how often it is asked.
///
/// Safe for use by many threads.
final class CountingEngine extends LentEngine {
  private final AtomicInteger calls = new AtomicInteger();

  /// In front of this engine.
  CountingEngine(Engine engine) {
    super(engine);
  }

  /// How many generations were asked for so far.
  int calls() {
    return calls.get();
  }

  @Override
  public Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener) {
    calls.incrementAndGet();
    return super.generate(request, listener);
  }
}

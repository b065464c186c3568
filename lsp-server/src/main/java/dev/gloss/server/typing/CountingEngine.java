package dev.gloss.server.typing;

import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.Engine;
import dev.gloss.inference.EngineLoad;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.Tokenizer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An engine that counts how often it is asked; closing it leaves the engine behind it open.
///
/// Safe for use by many threads.
public final class CountingEngine implements Engine {
  private final Engine engine;
  private final AtomicInteger calls = new AtomicInteger();

  /// In front of this engine.
  public CountingEngine(Engine engine) {
    this.engine = engine;
  }

  /// How many generations were asked for so far.
  public int calls() {
    return calls.get();
  }

  @Override
  public Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener) {
    calls.incrementAndGet();
    return engine.generate(request, listener);
  }

  @Override
  public ModelInfo model() {
    return engine.model();
  }

  @Override
  public Tokenizer tokenizer() {
    return engine.tokenizer();
  }

  @Override
  public @Nullable ChatTemplateSource chatTemplate() {
    return engine.chatTemplate();
  }

  @Override
  public EngineLoad load() {
    return engine.load();
  }

  @Override
  public void close() {}
}

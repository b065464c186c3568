package dev.gloss.server.assist;

import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.Engine;
import dev.gloss.inference.EngineLoad;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.Tokenizer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An engine that somebody else closes, to be watched on the way to it.
public class LentEngine implements Engine {
  private final Engine engine;

  /// In front of this engine.
  public LentEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener) {
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

  /// Leaves the engine open.
  @Override
  public void close() {}
}

package dev.gloss.inference;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A model that can be asked for text.
///
/// Safe for use by many threads.
public interface Engine extends AutoCloseable {

  /// What the model is.
  ModelInfo model();

  /// The model's tokenizer.
  Tokenizer tokenizer();

  /// The model's own chat template, null where it has none.
  default @Nullable ChatTemplateSource chatTemplate() {
    return null;
  }

  /// What the engine is doing right now.
  EngineLoad load();

  /// Queues a request and returns at once.
  ///
  /// @param request what to generate
  /// @param listener gets every event in order, on the engine's thread: it must be quick and must
  ///   not throw
  /// @throws IllegalArgumentException if the prompt names an unknown special token, or is empty
  /// @throws IllegalStateException if the engine is closed
  Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener);

  /// Cancels what is under way and frees the model's memory.
  @Override
  void close();
}

package dev.gloss.inference.engine;

import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.model.ActiveBytes;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What can be told of a model without making it ready to run.
///
/// @param info what it is, with the context that it was made for
/// @param tokenizer its tokenizer
/// @param chatTemplate how it is to be asked; null where its files do not say
/// @param weightBytesPerToken bytes of weights that one written token reads, as the files store
///   them
public record ModelPreview(
    ModelInfo info,
    Tokenizer tokenizer,
    @Nullable ChatTemplateSource chatTemplate,
    long weightBytesPerToken) {

  /// Looks at a model; nothing stays open.
  ///
  /// @param path a `.gguf` file, the first part of a split, or a folder in Hugging Face layout
  /// @throws dev.gloss.inference.ModelException if it cannot be used
  public static ModelPreview of(Path path) {
    try (OpenedModel opened = ModelFiles.open(path)) {
      return new ModelPreview(
          ModelCard.of(opened, "cpu"),
          opened.tokenizer(),
          opened.chatTemplate(),
          ActiveBytes.of(opened.model()));
    }
  }
}

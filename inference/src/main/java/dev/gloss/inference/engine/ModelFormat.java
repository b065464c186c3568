package dev.gloss.inference.engine;

import dev.gloss.inference.Tokenizer;
import java.nio.file.Path;

/// A format that models come in.
interface ModelFormat {

  /// Whether what lies there looks like a model in this format.
  boolean reads(Path path);

  /// Opens a model; the caller closes it.
  ///
  /// @throws dev.gloss.inference.ModelException if it cannot be used; nothing stays open then
  OpenedModel open(Path path);

  /// Reads the tokenizer alone, whatever is with the weights.
  ///
  /// @throws dev.gloss.inference.ModelException if there is none, or it cannot be used
  Tokenizer tokenizer(Path path);
}

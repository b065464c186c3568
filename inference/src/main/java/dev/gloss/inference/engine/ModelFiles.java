package dev.gloss.inference.engine;

import java.nio.file.Path;
import java.util.List;

/// Opens a model in whatever format it comes.
final class ModelFiles {
  private static final HuggingFaceFormat FOLDER = new HuggingFaceFormat();
  private static final List<ModelFormat> FORMATS = List.of(new GgufFormat(), FOLDER);

  private ModelFiles() {}

  /// Opens a model; the caller closes it.
  ///
  /// @param path a `.gguf` file, the first part of a split, or a folder in Hugging Face layout
  /// @throws dev.gloss.inference.ModelException if it cannot be used; nothing stays open then
  static OpenedModel open(Path path) {
    return FORMATS.stream()
        .filter(format -> format.reads(path))
        .findFirst()
        .orElse(FOLDER) // which says what it misses
        .open(path);
  }
}

package dev.gloss.inference.engine;

import dev.gloss.inference.Tokenizer;
import java.nio.file.Path;
import java.util.List;

/// Opens a model in whatever format it comes.
public final class ModelFiles {
  private static final HuggingFaceFormat FOLDER = new HuggingFaceFormat();
  private static final List<ModelFormat> FORMATS = List.of(new GgufFormat(), FOLDER);

  private ModelFiles() {}

  /// Reads a model's tokenizer alone, whatever is with its weights.
  ///
  /// @param path a `.gguf` file, the first part of a split, or a folder with `tokenizer.json`
  /// @throws dev.gloss.inference.ModelException if there is none, or it cannot be used
  public static Tokenizer tokenizer(Path path) {
    return format(path).tokenizer(path);
  }

  /// Opens a model; the caller closes it.
  ///
  /// @param path a `.gguf` file, the first part of a split, or a folder in Hugging Face layout
  /// @throws dev.gloss.inference.ModelException if it cannot be used; nothing stays open then
  static OpenedModel open(Path path) {
    return format(path).open(path);
  }

  /// What is neither is left to the format that says best what it misses.
  private static ModelFormat format(Path path) {
    return FORMATS.stream().filter(format -> format.reads(path)).findFirst().orElse(FOLDER);
  }
}

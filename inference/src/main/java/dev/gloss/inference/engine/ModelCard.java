package dev.gloss.inference.engine;

import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.model.CacheFootprint;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.model.ParameterCount;
import dev.gloss.inference.model.StoredType;
import java.nio.file.Path;

/// Sums up what a model is.
public final class ModelCard {
  private ModelCard() {}

  /// Looks at a model without making it ready to run.
  ///
  /// @param path a `.gguf` file, the first part of a split, or a folder in Hugging Face layout
  /// @throws dev.gloss.inference.ModelException if it cannot be used
  public static ModelInfo read(Path path) {
    try (OpenedModel opened = ModelFiles.open(path)) {
      return of(opened, "cpu");
    }
  }

  /// Sums up an open model.
  ///
  /// @param backend on what it runs
  static ModelInfo of(OpenedModel opened, String backend) {
    DecoderModel model = opened.model();
    DecoderConfig config = model.config();
    ParameterCount parameters = ParameterCount.of(model);
    CacheFootprint cache = CacheFootprint.of(config);
    return new ModelInfo(
        opened.name(),
        config.architecture(),
        parameters.total(),
        parameters.active(),
        parameters.mtp(),
        config.tieWordEmbeddings(),
        cache.kvBytesPerToken(),
        cache.mhaKvBytesPerToken(),
        StoredType.ofMostBytes(model.weights()).name(),
        model.weights().mtp().size(),
        config.maxPositionEmbeddings(),
        config.vocabSize(),
        opened.file(),
        opened.hints(),
        backend);
  }
}

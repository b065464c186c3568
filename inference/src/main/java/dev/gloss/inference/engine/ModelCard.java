package dev.gloss.inference.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.model.CacheFootprint;
import dev.gloss.inference.model.DeepseekConfig;
import dev.gloss.inference.model.DeepseekModel;
import dev.gloss.inference.model.ParameterCount;
import dev.gloss.inference.model.StoredType;
import java.io.IOException;
import java.nio.file.Path;

/// Sums up what a model is.
public final class ModelCard {
  private ModelCard() {}

  /// Reads a model's folder without making it ready to run.
  ///
  /// @param folder in Hugging Face layout
  /// @throws dev.gloss.inference.ModelException if it cannot be used
  public static ModelInfo read(Path folder) {
    try (CheckpointModel model = CheckpointModel.open(folder)) {
      return of(model, nameOf(folder), "cpu");
    }
  }

  /// Sums up an open model.
  ///
  /// @param name short name for a status line
  /// @param backend on what it runs
  static ModelInfo of(DeepseekModel model, String name, String backend) {
    DeepseekConfig config = model.config();
    ParameterCount parameters = ParameterCount.of(model);
    CacheFootprint cache = CacheFootprint.of(config);
    return new ModelInfo(
        name,
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
        backend);
  }

  /// The short name of an opened model: the end of `_name_or_path` in its `config.json`, or else
  /// its folder's name.
  static String nameOf(Path folder) {
    String name = nameInConfig(folder.resolve("config.json"));
    if (!name.isBlank()) {
      return name.substring(name.lastIndexOf('/') + 1);
    }
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? folder.toString() : last.toString();
  }

  private static String nameInConfig(Path config) {
    try {
      JsonNode root = new JsonMapper().readTree(config.toFile());
      return root.path("_name_or_path").asText("");
    } catch (IOException e) {
      // The checkpoint reader has told whoever opens the model; a name can do without.
      return "";
    }
  }
}

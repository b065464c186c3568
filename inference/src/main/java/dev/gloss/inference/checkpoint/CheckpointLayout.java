package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.ModelWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Hugging Face's layout apart from folders: configurations that are no files of a model, and
/// weights that come from elsewhere.
public final class CheckpointLayout {

  private CheckpointLayout() {}

  /// Reads several configurations, which are the members of one JSON object.
  ///
  /// @param file where the text is from, for errors
  /// @param json the text
  /// @return by their names, in the order of the text
  /// @throws dev.gloss.inference.ModelException if one asks for something the engine has not
  public static Map<String, DecoderConfig> configs(Path file, byte[] json) {
    JsonFields all = JsonFields.parse(file, json);
    Map<String, DecoderConfig> configs = new LinkedHashMap<>();
    for (String name : all.node().propertyStream().map(Map.Entry::getKey).toList()) {
      JsonFields fields = all.object(name);
      if (fields != null) {
        configs.put(name, ConfigFile.of(fields).model());
      }
    }
    return configs;
  }

  /// Takes all weights of a model from a source, by the names and in the shapes that a checkpoint
  /// of this configuration has.
  public static ModelWeights weights(DecoderConfig config, TensorSource source) {
    return new WeightReader(config, source).read();
  }
}

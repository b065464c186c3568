package dev.gloss.inference.gguf;

import dev.gloss.inference.model.RopeSpec.Pairing;
import java.util.Map;
import java.util.TreeMap;

/// The architectures that are read, by the names that GGUF files have for them.
final class Architectures {
  private static final String KEY = "general.architecture";

  private static final Map<String, Architecture> BY_NAME =
      new TreeMap<>(
          Map.of(
              "deepseek2", new LatentArchitecture(),
              // Its query and key rows are permuted so that neighbours turn together.
              "llama", new GroupedQueryArchitecture(Pairing.ADJACENT, false, false),
              "qwen2", new GroupedQueryArchitecture(Pairing.HALVES, false, false),
              "qwen3", new GroupedQueryArchitecture(Pairing.HALVES, true, false),
              "qwen3moe", new GroupedQueryArchitecture(Pairing.HALVES, true, true)));

  private Architectures() {}

  /// The keys of a file's architecture.
  ///
  /// @throws dev.gloss.inference.ModelException if it names none, or one that is not read
  static Keys keys(Metadata metadata) {
    String name = metadata.optionalText(KEY);
    if (name == null || !BY_NAME.containsKey(name)) {
      throw metadata.refuse(KEY, "one of " + String.join(", ", BY_NAME.keySet()));
    }
    return new Keys(metadata, name);
  }

  /// The architecture of keys that [#keys] gave.
  static Architecture of(Keys keys) {
    Architecture architecture = BY_NAME.get(keys.architecture());
    if (architecture == null) {
      throw new IllegalArgumentException(keys.architecture());
    }
    return architecture;
  }
}

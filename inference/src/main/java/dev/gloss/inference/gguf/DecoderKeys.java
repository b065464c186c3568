package dev.gloss.inference.gguf;

import dev.gloss.inference.model.AttentionSpec;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.FeedForwardSpec;
import dev.gloss.inference.model.RopeSpec;

/// The keys that every decoder has.
final class DecoderKeys {
  private static final String EMBEDDING = "token_embd.weight";

  private DecoderKeys() {}

  /// Puts a configuration together.
  ///
  /// @param nextnLayers blocks at the end that are Multi-Token Prediction modules
  static DecoderConfig config(
      Keys keys,
      GgufTensors tensors,
      int nextnLayers,
      AttentionSpec attention,
      FeedForwardSpec feedForward,
      RopeSpec rope) {
    return new DecoderConfig(
        keys.architecture(),
        keys.architecture(),
        vocabSize(keys, tensors),
        hiddenSize(keys),
        layers(keys) - nextnLayers,
        nextnLayers,
        attention,
        feedForward,
        normEps(keys),
        rope,
        keys.integer("context_length", 1, Limits.POSITIONS),
        !tensors.has("output.weight"));
  }

  /// Blocks, Multi-Token Prediction modules included.
  static int layers(Keys keys) {
    return keys.integer("block_count", 1, Limits.LAYERS);
  }

  static int hiddenSize(Keys keys) {
    return keys.integer("embedding_length", 1, Limits.HIDDEN);
  }

  static int heads(Keys keys) {
    return keys.integer("attention.head_count", 1, Limits.HEADS);
  }

  static float normEps(Keys keys) {
    return (float) keys.number("attention.layer_norm_rms_epsilon", 1e-12, 1);
  }

  /// The embedding's rows; where the key is there as well, both must agree.
  private static int vocabSize(Keys keys, GgufTensors tensors) {
    Long rows = tensors.rows(EMBEDDING);
    if (rows == null || rows > Limits.VOCABULARY) {
      // Says that it is missing, or of another shape.
      tensors.matrix(EMBEDDING, keys.integer("vocab_size", 1, Limits.VOCABULARY), hiddenSize(keys));
      throw keys.refuse("vocab_size", "at most " + Limits.VOCABULARY);
    }
    return keys.integerOr("vocab_size", rows.intValue(), rows.intValue(), rows.intValue());
  }
}

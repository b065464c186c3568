package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.AttentionSpec;
import dev.gloss.inference.model.FeedForwardSpec;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.model.RopeSpec.Pairing;

/// Llama and what is built like it: grouped-query attention and a dense feed-forward in every
/// layer.
///
/// @param qkvBias whether query, key and value have biases whatever the configuration says; else
///   its `attention_bias` decides, for the output projection as well
/// @param qkNorm whether each head of query and key has a norm
record DenseArchitecture(String name, String modelType, boolean qkvBias, boolean qkNorm)
    implements Architecture {

  @Override
  public AttentionSpec attention(JsonFields fields) {
    return groupedQueries(fields, qkvBias, qkNorm);
  }

  /// The attention, which routed models have as well.
  static GroupedQueryAttentionSpec groupedQueries(
      JsonFields fields, boolean qkvBias, boolean qkNorm) {
    refuseWindow(fields);
    int heads = fields.integer("num_attention_heads", 1, ConfigLimits.MAX_HEADS);
    int keyValueHeads = fields.integerOr("num_key_value_heads", 1, heads, heads);
    if (heads % keyValueHeads != 0) {
      throw fields.refuse(
          "num_key_value_heads", "a divisor of num_attention_heads (" + heads + ")");
    }
    boolean allBiases = !qkvBias && fields.flagOr("attention_bias", false);
    return new GroupedQueryAttentionSpec(
        heads, keyValueHeads, headDim(fields, heads), qkvBias || allBiases, allBiases, qkNorm);
  }

  /// Refuses attention to a window; what `sliding_window` says matters only if it is used.
  private static void refuseWindow(JsonFields fields) {
    if (fields.flagOr("use_sliding_window", false)) {
      throw fields.refuse("use_sliding_window", "false");
    }
    for (var type : fields.node().path("layer_types")) {
      if (!type.asText("").equals("full_attention")) {
        throw fields.refuse("layer_types", "full_attention in all layers");
      }
    }
  }

  /// Width of a head: `head_dim`, or else what the heads have of the hidden size.
  private static int headDim(JsonFields fields, int heads) {
    if (fields.has("head_dim")) {
      return RopeFields.channels(fields, "head_dim");
    }
    int hidden = fields.integer("hidden_size", 1, ConfigLimits.MAX_HIDDEN);
    if (hidden % (2 * heads) != 0 || hidden / heads > ConfigLimits.MAX_HEAD_DIM) {
      throw fields.refuse(
          "hidden_size",
          "an even multiple of num_attention_heads (" + heads + "), as there is no head_dim");
    }
    return hidden / heads;
  }

  @Override
  public FeedForwardSpec feedForward(JsonFields fields) {
    if (fields.flagOr("mlp_bias", false)) {
      throw fields.refuse("mlp_bias", "false");
    }
    int width = fields.integer("intermediate_size", 1, ConfigLimits.MAX_INTERMEDIATE);
    return new FeedForwardSpec(width, null);
  }

  @Override
  public RopeSpec rope(JsonFields fields) {
    return wholeHeads(fields);
  }

  /// The rotation of whole heads, which routed models have as well.
  static RopeSpec wholeHeads(JsonFields fields) {
    return RopeFields.read(fields, Pairing.HALVES, RopeFields.Kind.PLAIN);
  }
}

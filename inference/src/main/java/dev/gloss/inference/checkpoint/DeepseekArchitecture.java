package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.AttentionSpec;
import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.FeedForwardSpec;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.model.RopeSpec.Pairing;

/// DeepSeek-V2 and -V3: latent attention, and experts in all layers but some first ones.
///
/// @param routing how experts are chosen where the configuration does not say
record DeepseekArchitecture(String name, String modelType, RoutingFields routing)
    implements Architecture {

  @Override
  public AttentionSpec attention(JsonFields fields) {
    return latentAttention(fields);
  }

  /// The latent attention of DeepSeek, which others have taken over.
  static LatentAttentionSpec latentAttention(JsonFields fields) {
    if (fields.flagOr("attention_bias", false)) {
      throw fields.refuse("attention_bias", "false");
    }
    int heads = fields.integer("num_attention_heads", 1, ConfigLimits.MAX_HEADS);
    if (fields.integerOr("num_key_value_heads", 1, ConfigLimits.MAX_HEADS, heads) != heads) {
      throw fields.refuse("num_key_value_heads", "num_attention_heads (" + heads + ")");
    }
    return new LatentAttentionSpec(
        heads,
        fields.has("q_lora_rank")
            ? fields.integer("q_lora_rank", 1, ConfigLimits.MAX_LORA_RANK)
            : null,
        fields.integer("kv_lora_rank", 1, ConfigLimits.MAX_LORA_RANK),
        fields.integer("qk_nope_head_dim", 1, ConfigLimits.MAX_HEAD_DIM),
        RopeFields.channels(fields, "qk_rope_head_dim"),
        fields.integer("v_head_dim", 1, ConfigLimits.MAX_HEAD_DIM),
        LatentAttentionSpec.FIXED_NORM_EPS);
  }

  @Override
  public FeedForwardSpec feedForward(JsonFields fields) {
    fields.integerOr("moe_layer_freq", 1, 1, 1);
    int width = fields.integer("intermediate_size", 1, ConfigLimits.MAX_INTERMEDIATE);
    int experts = fields.integerOr("n_routed_experts", 0, ConfigLimits.MAX_EXPERTS, 0);
    if (experts == 0) {
      return new FeedForwardSpec(width, null);
    }
    int firstDense = fields.integer("first_k_dense_replace", 0, ConfigLimits.MAX_LAYERS);
    return new FeedForwardSpec(width, experts(fields, experts, firstDense, routing));
  }

  /// The experts of DeepSeek, which others have taken over.
  static ExpertsSpec experts(
      JsonFields fields, int experts, int firstDense, RoutingFields routing) {
    return new ExpertsSpec(
        fields.integer("moe_intermediate_size", 1, ConfigLimits.MAX_INTERMEDIATE),
        experts,
        fields.integerOr("n_shared_experts", 0, ConfigLimits.MAX_SHARED_EXPERTS, 0),
        fields.integer("num_experts_per_tok", 1, experts),
        firstDense,
        routing.read(fields, experts));
  }

  @Override
  public RopeSpec rope(JsonFields fields) {
    return latentRope(fields);
  }

  /// The rotation that belongs to DeepSeek's attention.
  static RopeSpec latentRope(JsonFields fields) {
    if (!fields.flagOr("rope_interleave", true)) {
      throw fields.refuse("rope_interleave", "true");
    }
    return RopeFields.read(fields, Pairing.ADJACENT, RopeFields.Kind.LATENT);
  }

  @Override
  public int numNextnPredictLayers(JsonFields fields) {
    return fields.integerOr("num_nextn_predict_layers", 0, ConfigLimits.MAX_MTP_LAYERS, 0);
  }
}

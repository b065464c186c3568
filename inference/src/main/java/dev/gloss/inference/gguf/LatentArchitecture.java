package dev.gloss.inference.gguf;

import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.FeedForwardSpec;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.RopeSpec.Pairing;
import org.jspecify.annotations.Nullable;

/// `deepseek2`: Multi-head Latent Attention and experts, as DeepSeek-V2 and V3, GLM-4.7-Flash, Kimi
/// K2 and others have them.
///
/// Old files keep keys and values together in `attn_kv_b` and give the widths of a head as
/// `key_length` and `value_length`; newer ones keep them apart, transposed for the absorbed form,
/// and give these widths as `key_length_mla` and `value_length_mla`.
record LatentArchitecture() implements Architecture {

  @Override
  public DecoderConfig config(Keys keys, GgufTensors tensors) {
    int layers = DecoderKeys.layers(keys);
    int nextn =
        keys.integerOr("nextn_predict_layers", 0, Math.min(layers - 1, Limits.NEXTN_LAYERS), 0);
    boolean biased = tensors.has("blk." + (layers - 1 - nextn) + ".exp_probs_b.bias");
    ExpertsSpec experts = ExpertKeys.deepseek(keys, biased);
    LatentAttentionSpec attention = attention(keys, tensors);
    return DecoderKeys.config(
        keys,
        tensors,
        nextn,
        attention,
        new FeedForwardSpec(
            keys.integerOr("feed_forward_length", 0, Limits.INTERMEDIATE, 0), experts),
        RopeKeys.read(keys, tensors, Pairing.ADJACENT, attention.qkRopeHeadDim()));
  }

  private static LatentAttentionSpec attention(Keys keys, GgufTensors tensors) {
    if (keys.numberOr("attention.temperature_scale", -1e6, 1e6, 0) != 0) {
      throw keys.refuse("attention.temperature_scale", "0, no temperature by position");
    }
    boolean absorbed = keys.has("attention.key_length_mla");
    if (absorbed != keys.has("attention.value_length_mla")) {
      throw keys.refuse("attention.value_length_mla", "one together with key_length_mla");
    }
    String suffix = absorbed ? "_mla" : "";
    int rope = keys.integer("rope.dimension_count", 2, Limits.HEAD_DIM);
    return new LatentAttentionSpec(
        DecoderKeys.heads(keys),
        qLoraRank(keys, tensors),
        keys.integer("attention.kv_lora_rank", 1, Limits.LORA_RANK),
        keys.integer("attention.key_length" + suffix, rope + 1, Limits.HEAD_DIM) - rope,
        rope,
        keys.integer("attention.value_length" + suffix, 1, Limits.HEAD_DIM),
        DecoderKeys.normEps(keys));
  }

  /// Null where queries are projected directly; V2-Lite's files have no key for it.
  private static @Nullable Integer qLoraRank(Keys keys, GgufTensors tensors) {
    return tensors.has("blk.0.attn_q.weight")
        ? null
        : keys.integer("attention.q_lora_rank", 1, Limits.LORA_RANK);
  }
}

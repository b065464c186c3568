package dev.gloss.inference.gguf;

import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.FeedForwardSpec;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.model.RopeSpec.Pairing;

/// Decoders with grouped-query attention: `llama`, `qwen2`, `qwen3`, `qwen3moe`.
///
/// Whether projections have a bias no key says; their tensors are there or not.
///
/// @param pairing which channels turn together in its files
/// @param qkNorm whether each head of query and key is normalised
/// @param experts whether the feed-forward parts are experts
record GroupedQueryArchitecture(Pairing pairing, boolean qkNorm, boolean experts)
    implements Architecture {

  @Override
  public DecoderConfig config(Keys keys, GgufTensors tensors) {
    int heads = DecoderKeys.heads(keys);
    int headDim = headDim(keys, heads);
    GroupedQueryAttentionSpec attention =
        new GroupedQueryAttentionSpec(
            heads,
            keyValueHeads(keys, heads),
            headDim,
            tensors.has("blk.0.attn_q.bias"),
            tensors.has("blk.0.attn_output.bias"),
            qkNorm);
    RopeSpec rope = RopeKeys.read(keys, tensors, pairing, headDim);
    return DecoderKeys.config(keys, tensors, 0, attention, feedForward(keys), rope);
  }

  private static int headDim(Keys keys, int heads) {
    int hidden = DecoderKeys.hiddenSize(keys);
    if (!keys.has("attention.key_length") && hidden % heads != 0) {
      throw keys.refuse("attention.head_count", "a divisor of embedding_length (" + hidden + ")");
    }
    int headDim = keys.integerOr("attention.key_length", 2, Limits.HEAD_DIM, hidden / heads);
    if (keys.integerOr("attention.value_length", 1, Limits.HEAD_DIM, headDim) != headDim) {
      throw keys.refuse("attention.value_length", "the key's length, " + headDim);
    }
    return headDim;
  }

  private static int keyValueHeads(Keys keys, int heads) {
    int keyValueHeads = keys.integerOr("attention.head_count_kv", 1, heads, heads);
    if (heads % keyValueHeads != 0) {
      throw keys.refuse("attention.head_count_kv", "a divisor of head_count (" + heads + ")");
    }
    return keyValueHeads;
  }

  private FeedForwardSpec feedForward(Keys keys) {
    if (!experts) {
      keys.integerOr("expert_count", 0, 0, 0);
      return new FeedForwardSpec(keys.integer("feed_forward_length", 1, Limits.INTERMEDIATE), null);
    }
    ExpertsSpec spec = ExpertKeys.softmax(keys);
    return new FeedForwardSpec(
        keys.integerOr("feed_forward_length", 0, Limits.INTERMEDIATE, 0), spec);
  }
}

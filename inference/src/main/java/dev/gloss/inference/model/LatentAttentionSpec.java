package dev.gloss.inference.model;

import org.jspecify.annotations.Nullable;

/// Multi-head Latent Attention (DeepSeek-V2, section 2.1).
///
/// @param numAttentionHeads attention heads
/// @param qLoraRank rank of the compressed query, null where queries are projected directly
/// @param kvLoraRank rank of the compressed key and value, the latent that is cached
/// @param qkNopeHeadDim per-head width of the part of query and key without position
/// @param qkRopeHeadDim width of the rotated part, shared by all heads on the key side
/// @param vHeadDim per-head width of the value
/// @param latentNormEps of `q_a_layernorm` and `kv_a_layernorm`, see [#FIXED_NORM_EPS]
public record LatentAttentionSpec(
    int numAttentionHeads,
    @Nullable Integer qLoraRank,
    int kvLoraRank,
    int qkNopeHeadDim,
    int qkRopeHeadDim,
    int vHeadDim,
    float latentNormEps)
    implements AttentionSpec {

  /// The epsilon of the two latent norms that the reference code of every published model fixes,
  /// whatever `rms_norm_eps` says. GGUF files have one epsilon for all norms.
  public static final float FIXED_NORM_EPS = 1e-6f;

  @Override
  public int qkHeadDim() {
    return qkNopeHeadDim + qkRopeHeadDim;
  }

  @Override
  public int ropeHeadDim() {
    return qkRopeHeadDim;
  }

  /// The latent and the rotated key.
  @Override
  public int cacheWidth() {
    return kvLoraRank + qkRopeHeadDim;
  }
}

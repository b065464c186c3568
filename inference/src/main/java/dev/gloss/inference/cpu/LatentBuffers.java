package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.model.AttentionWeights;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.LatentAttentionWeights;

/// Memory that the latent attention of every layer uses in turn.
///
/// @param spec how wide everything is
/// @param compressedQuery `[rows, q_lora_rank]`
/// @param query `[rows, heads * (qk_nope_head_dim + qk_rope_head_dim)]`
/// @param latentAndKey `[rows, kv_lora_rank + qk_rope_head_dim]`, before norm and rotation
/// @param absorbedQuery `[rows * heads, kv_lora_rank]`
/// @param queryLanes `[rows, latentWidth * headLanes]`, the query of all heads by channel
/// @param partials softmax statistics and sums of values, `[PARTIALS + 2 * threads, 2 * headLanes +
///   heads * padded(kv_lora_rank)]`
/// @param scores `[threads, CHUNK_TOKENS * headLanes]`
/// @param mixedLatent `[rows, heads * padded(kv_lora_rank)]`
/// @param values `[rows, heads * v_head_dim]`
record LatentBuffers(
    LatentAttentionSpec spec,
    Rows compressedQuery,
    Rows query,
    Rows latentAndKey,
    Rows absorbedQuery,
    Rows queryLanes,
    Rows partials,
    Rows scores,
    Rows mixedLatent,
    Rows values)
    implements AttentionBuffers {

  /// Allocates them.
  static LatentBuffers allocate(LatentAttentionSpec spec, Resources resources) {
    int heads = spec.numAttentionHeads();
    int lanes = headLanes(spec);
    int threads = resources.workers().size();
    int latents = heads * Rows.padded(spec.kvLoraRank());
    Integer rank = spec.qLoraRank();
    return new LatentBuffers(
        spec,
        resources.inputRows(rank == null ? 0 : rank),
        resources.rows(heads * spec.qkHeadDim()),
        resources.rows(spec.cacheWidth()),
        Rows.allocate(resources.arena(), (long) resources.maxRows() * heads, spec.kvLoraRank()),
        resources.rows(spec.cacheWidth() * lanes),
        Rows.allocate(resources.arena(), PARTIALS + 2L * threads, 2 * lanes + latents),
        Rows.allocate(resources.arena(), threads, CHUNK_TOKENS * lanes),
        resources.rows(latents),
        resources.inputRows(heads * spec.vHeadDim()));
  }

  @Override
  public Attention attention(
      AttentionWeights weights, int layer, Resources resources, LayerBuffers layerBuffers) {
    if (weights instanceof LatentAttentionWeights latent) {
      return new MlaAttention(latent, layer, resources, layerBuffers, this);
    }
    throw new IllegalArgumentException("layer " + layer + " has no weights of latent attention");
  }

  /// Heads, rounded up to whole vectors.
  static int headLanes(LatentAttentionSpec spec) {
    return Math.ceilDiv(spec.numAttentionHeads(), Kernels.HEAD_LANES) * Kernels.HEAD_LANES;
  }
}

package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.model.DeepseekConfig;

/// Memory that the attention of every layer uses in turn.
///
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
record AttentionBuffers(
    Rows compressedQuery,
    Rows query,
    Rows latentAndKey,
    Rows absorbedQuery,
    Rows queryLanes,
    Rows partials,
    Rows scores,
    Rows mixedLatent,
    Rows values) {

  /// Keys of one softmax; longer contexts are merged from chunks of this size, in order.
  static final int CHUNK_TOKENS = 8 * LatentCache.PAGE_TOKENS;

  /// Chunks, over all rows of a step, that can be attended to by different threads.
  static final int PARTIALS = 64;

  /// Allocates them.
  static AttentionBuffers allocate(Resources resources) {
    DeepseekConfig config = resources.config();
    int heads = config.numAttentionHeads();
    int lanes = headLanes(config);
    int threads = resources.workers().size();
    int latents = heads * Rows.padded(config.kvLoraRank());
    Integer rank = config.qLoraRank();
    return new AttentionBuffers(
        resources.rows(rank == null ? 0 : rank),
        resources.rows(heads * config.qkHeadDim()),
        resources.rows(config.latentWidth()),
        Rows.allocate(resources.arena(), (long) resources.maxRows() * heads, config.kvLoraRank()),
        resources.rows(config.latentWidth() * lanes),
        Rows.allocate(resources.arena(), PARTIALS + 2L * threads, 2 * lanes + latents),
        Rows.allocate(resources.arena(), threads, CHUNK_TOKENS * lanes),
        resources.rows(latents),
        resources.rows(heads * config.vHeadDim()));
  }

  /// Heads, rounded up to whole vectors.
  static int headLanes(DeepseekConfig config) {
    return Math.ceilDiv(config.numAttentionHeads(), Kernels.HEAD_LANES) * Kernels.HEAD_LANES;
  }
}

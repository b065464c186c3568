package dev.gloss.inference.cpu;

import dev.gloss.inference.model.AttentionWeights;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.GroupedQueryAttentionWeights;

/// Memory that the grouped-query attention of every layer uses in turn.
///
/// @param spec how wide everything is
/// @param query `[rows, heads * head_dim]`, before norm and rotation
/// @param key `[rows, key_value_heads * head_dim]`, before norm and rotation
/// @param value `[rows, key_value_heads * head_dim]`
/// @param rotatedQuery `[key_value_heads * rows * group, head_dim]`, so that the queries of some
///   rows that share a key lie one behind the other
/// @param partials of a query and some keys the softmax statistics and the sum of values,
///   `[PARTIAL_CHUNKS * group + 2 * threads * blockQueries, SUMS_COLUMN + head_dim]`
/// @param scores `[threads * blockQueries, CHUNK_TOKENS]`
/// @param mixed `[rows, heads * head_dim]`, the attention's result before the output projection
record GroupedQueryBuffers(
    GroupedQueryAttentionSpec spec,
    Rows query,
    Rows key,
    Rows value,
    Rows rotatedQuery,
    Rows partials,
    Rows scores,
    Rows mixed)
    implements AttentionBuffers {

  /// Column of a partial's sum of values, behind maximum and sum of exponentials.
  static final int SUMS_COLUMN = 16;

  /// Chunks of keys, over all rows and key-value heads, that different threads can attend to.
  static final int PARTIAL_CHUNKS = 256;

  private static final int BLOCK_QUERIES = 32;

  /// Allocates them.
  static GroupedQueryBuffers allocate(GroupedQueryAttentionSpec spec, Resources resources) {
    int heads = spec.numAttentionHeads();
    int queryWidth = heads * spec.headDim();
    int keyWidth = spec.numKeyValueHeads() * spec.headDim();
    long blockQueries = (long) resources.workers().size() * blockQueries(spec);
    long partials = (long) PARTIAL_CHUNKS * spec.headsPerKeyValueHead() + 2 * blockQueries;
    return new GroupedQueryBuffers(
        spec,
        resources.rows(queryWidth),
        resources.rows(keyWidth),
        resources.rows(keyWidth),
        Rows.allocate(resources.arena(), (long) resources.maxRows() * heads, spec.headDim()),
        Rows.allocate(resources.arena(), partials, SUMS_COLUMN + spec.headDim()),
        Rows.allocate(resources.arena(), blockQueries, CHUNK_TOKENS),
        resources.inputRows(queryWidth));
  }

  /// Successive rows of a sequence whose queries a thread takes together, for each key to be loaded
  /// once for some of them.
  static int blockRows(GroupedQueryAttentionSpec spec) {
    return Math.max(1, BLOCK_QUERIES / spec.headsPerKeyValueHead());
  }

  /// Queries of a block.
  static int blockQueries(GroupedQueryAttentionSpec spec) {
    return blockRows(spec) * spec.headsPerKeyValueHead();
  }

  @Override
  public Attention attention(
      AttentionWeights weights, int layer, Resources resources, LayerBuffers layerBuffers) {
    if (weights instanceof GroupedQueryAttentionWeights grouped) {
      return new GroupedQueryAttention(grouped, layer, resources, layerBuffers, this);
    }
    throw new IllegalArgumentException(
        "layer " + layer + " has no weights of grouped-query attention");
  }
}

package dev.gloss.inference.cpu;

import dev.gloss.inference.model.AttentionWeights;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.LatentAttentionSpec;

/// Memory that the attention of every layer uses in turn.
sealed interface AttentionBuffers permits LatentBuffers, GroupedQueryBuffers {

  /// Keys of one softmax; longer contexts are merged from chunks of this size, in order.
  int CHUNK_TOKENS = 8 * KeyValueCache.PAGE_TOKENS;

  /// Chunks, over all rows of a step, that can be attended to by different threads.
  int PARTIALS = 64;

  /// Allocates them for a model's attention.
  static AttentionBuffers allocate(Resources resources) {
    return switch (resources.config().attention()) {
      case LatentAttentionSpec latent -> LatentBuffers.allocate(latent, resources);
      case GroupedQueryAttentionSpec grouped -> GroupedQueryBuffers.allocate(grouped, resources);
    };
  }

  /// Makes the attention of a layer.
  ///
  /// @param layer index in the cache
  /// @throws IllegalArgumentException if these are the weights of another kind of attention
  Attention attention(
      AttentionWeights weights, int layer, Resources resources, LayerBuffers layerBuffers);
}

package dev.gloss.inference.model;

/// What one token of context costs in cached numbers of four bytes, over the main model's layers; a
/// Multi-Token Prediction module's own layer comes on top of either.
///
/// @param kvBytesPerToken bytes of the cache: [AttentionSpec#cacheWidth()] numbers a layer
/// @param mhaKvBytesPerToken bytes that multi-head attention with these heads would cache: for each
///   head of each layer a key and a value
public record CacheFootprint(long kvBytesPerToken, long mhaKvBytesPerToken) {

  /// The footprint of a model.
  public static CacheFootprint of(DecoderConfig config) {
    long layers = config.numHiddenLayers();
    AttentionSpec attention = config.attention();
    long own = attention.cacheWidth();
    long keysAndValues =
        (long) attention.numAttentionHeads() * (attention.qkHeadDim() + attention.vHeadDim());
    return new CacheFootprint(layers * own * Float.BYTES, layers * keysAndValues * Float.BYTES);
  }
}

package dev.gloss.inference.model;

/// What one token of context costs in cached numbers of four bytes, over the main model's layers; a
/// Multi-Token Prediction module's own layer comes on top of either.
///
/// @param kvBytesPerToken bytes of the latent cache: `kv_lora_rank + qk_rope_head_dim` numbers a
///   layer (DeepSeek-V2, section 2.1.4)
/// @param mhaKvBytesPerToken bytes that multi-head attention with these heads would cache: for each
///   head of each layer a key of `qk_nope_head_dim + qk_rope_head_dim` and a value of `v_head_dim`
public record CacheFootprint(long kvBytesPerToken, long mhaKvBytesPerToken) {

  /// The footprint of a model.
  public static CacheFootprint of(DeepseekConfig config) {
    long layers = config.numHiddenLayers();
    long latent = config.latentWidth();
    long keysAndValues =
        (long) config.numAttentionHeads() * (config.qkHeadDim() + config.vHeadDim());
    return new CacheFootprint(layers * latent * Float.BYTES, layers * keysAndValues * Float.BYTES);
  }
}

package dev.gloss.inference.cpu;

/// Memory and tables that all decoder layers use in turn.
///
/// @param normed `[rows, hidden_size]`, the input of attention and feed-forward part
/// @param attentionOutput `[rows, hidden_size]`
/// @param feedForwardOutput `[rows, hidden_size]`
/// @param attention the attention's
/// @param feedForward the feed-forward part's
/// @param cache what attention keeps of the tokens
/// @param rotation of queries and keys
/// @param softmaxScale multiplies the attention's scores
record LayerBuffers(
    Rows normed,
    Rows attentionOutput,
    Rows feedForwardOutput,
    AttentionBuffers attention,
    FeedForwardBuffers feedForward,
    KeyValueCache cache,
    Rotation rotation,
    float softmaxScale) {

  /// Allocates them.
  static LayerBuffers allocate(
      Resources resources, KeyValueCache cache, Rotation rotation, float softmaxScale) {
    int hiddenSize = resources.config().hiddenSize();
    return new LayerBuffers(
        resources.inputRows(hiddenSize),
        resources.rows(hiddenSize),
        resources.rows(hiddenSize),
        AttentionBuffers.allocate(resources),
        FeedForwardBuffers.allocate(resources),
        cache,
        rotation,
        softmaxScale);
  }
}

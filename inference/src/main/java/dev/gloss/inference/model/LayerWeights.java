package dev.gloss.inference.model;

import dev.gloss.inference.tensor.Tensor;
import java.util.stream.Stream;

/// The weights of one decoder layer.
///
/// @param inputLayernorm `[hidden_size]`, before the attention
/// @param attention the attention
/// @param postAttentionLayernorm `[hidden_size]`, before the feed-forward part
/// @param feedForward the feed-forward part
public record LayerWeights(
    Tensor inputLayernorm,
    AttentionWeights attention,
    Tensor postAttentionLayernorm,
    FeedForwardWeights feedForward) {

  /// All tensors, one after another.
  public Stream<Tensor> tensors() {
    return LayerTensors.of(this);
  }
}

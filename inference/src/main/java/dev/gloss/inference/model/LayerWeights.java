package dev.gloss.inference.model;

import dev.gloss.inference.tensor.Tensor;

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
    FeedForwardWeights feedForward) {}

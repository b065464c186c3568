package dev.gloss.inference.model;

/// The weights of one layer's attention.
public sealed interface AttentionWeights
    permits LatentAttentionWeights, GroupedQueryAttentionWeights {}

package dev.gloss.inference.model;

/// What kind of attention the layers have, and how wide everything in it is.
public sealed interface AttentionSpec permits LatentAttentionSpec, GroupedQueryAttentionSpec {

  /// Heads of the query.
  int numAttentionHeads();

  /// Per-head width of query and key.
  int qkHeadDim();

  /// Per-head width of the part of query and key that is rotated by its position.
  int ropeHeadDim();

  /// Per-head width of the value.
  int vHeadDim();

  /// Numbers cached for one token in one layer.
  int cacheWidth();
}

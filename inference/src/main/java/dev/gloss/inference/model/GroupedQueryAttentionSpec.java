package dev.gloss.inference.model;

/// Attention whose query heads share keys and values in groups (Ainslie et al., 2023): query head
/// `h` uses the key and the value of head `h / (numAttentionHeads / numKeyValueHeads)`. With as
/// many of these as of those it is multi-head attention.
///
/// @param numAttentionHeads heads of the query
/// @param numKeyValueHeads heads of key and value, a divisor of `numAttentionHeads`
/// @param headDim width of every head; all of query and key is rotated
/// @param qkvBias whether query, key and value have a bias
/// @param oBias whether the output projection has one
/// @param qkNorm whether each head of query and key passes an RMSNorm before it is rotated, with
///   the epsilon of the other norms
public record GroupedQueryAttentionSpec(
    int numAttentionHeads,
    int numKeyValueHeads,
    int headDim,
    boolean qkvBias,
    boolean oBias,
    boolean qkNorm)
    implements AttentionSpec {

  /// Query heads that share a key.
  public int headsPerKeyValueHead() {
    return numAttentionHeads / numKeyValueHeads;
  }

  @Override
  public int qkHeadDim() {
    return headDim;
  }

  @Override
  public int ropeHeadDim() {
    return headDim;
  }

  @Override
  public int vHeadDim() {
    return headDim;
  }

  /// The keys of all heads, then the values.
  @Override
  public int cacheWidth() {
    return 2 * numKeyValueHeads * headDim;
  }
}

package dev.gloss.inference.model;

import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;

/// The weights of one layer's Multi-head Latent Attention (DeepSeek-V2, section 2.1).
///
/// @param query how queries are projected
/// @param kvAProjWithMqa `[kv_lora_rank + qk_rope_head_dim, hidden_size]`
/// @param kvALayernorm `[kv_lora_rank]`
/// @param kvBProj `[heads * (qk_nope_head_dim + v_head_dim), kv_lora_rank]`, per head the key's
///   rows then the value's
/// @param oProj `[hidden_size, heads * v_head_dim]`
public record AttentionWeights(
    Query query, Matrix kvAProjWithMqa, Tensor kvALayernorm, Matrix kvBProj, Matrix oProj) {

  /// How queries are projected.
  public sealed interface Query {}

  /// In one step.
  ///
  /// @param qProj `[heads * (qk_nope_head_dim + qk_rope_head_dim), hidden_size]`
  public record DirectQuery(Matrix qProj) implements Query {}

  /// Through a compressed query.
  ///
  /// @param qAProj `[q_lora_rank, hidden_size]`
  /// @param qALayernorm `[q_lora_rank]`
  /// @param qBProj `[heads * (qk_nope_head_dim + qk_rope_head_dim), q_lora_rank]`
  public record CompressedQuery(Matrix qAProj, Tensor qALayernorm, Matrix qBProj)
      implements Query {}
}

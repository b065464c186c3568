package dev.gloss.inference.model;

import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.List;

/// The weights of one layer's Multi-head Latent Attention (DeepSeek-V2, section 2.1).
///
/// @param query how queries are projected
/// @param kvAProjWithMqa `[kv_lora_rank + qk_rope_head_dim, hidden_size]`
/// @param kvALayernorm `[kv_lora_rank]`
/// @param kvB what makes keys and values of latents
/// @param oProj `[hidden_size, heads * v_head_dim]`
public record LatentAttentionWeights(
    Query query, Matrix kvAProjWithMqa, Tensor kvALayernorm, KeyValueUp kvB, Matrix oProj)
    implements AttentionWeights {

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

  /// What makes keys and values of latents.
  public sealed interface KeyValueUp {}

  /// All heads in one matrix.
  ///
  /// @param kvBProj `[heads * (qk_nope_head_dim + v_head_dim), kv_lora_rank]`, per head the key's
  ///   rows then the value's
  public record FusedKeyValueUp(Matrix kvBProj) implements KeyValueUp {}

  /// Taken apart by head for the absorbed form, as GGUF files have it.
  ///
  /// @param kB by head, W_UK transposed `[kv_lora_rank, qk_nope_head_dim]`
  /// @param vB by head, W_UV `[v_head_dim, kv_lora_rank]`
  public record SplitKeyValueUp(List<Matrix> kB, List<Matrix> vB) implements KeyValueUp {

    /// Copies the lists.
    public SplitKeyValueUp {
      kB = List.copyOf(kB);
      vB = List.copyOf(vB);
    }
  }
}

package dev.gloss.inference.model;

import dev.gloss.inference.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The weights of one layer's grouped-query attention.
///
/// @param qProj `[heads * head_dim, hidden_size]`
/// @param kProj `[key_value_heads * head_dim, hidden_size]`
/// @param vProj `[key_value_heads * head_dim, hidden_size]`
/// @param oProj `[hidden_size, heads * head_dim]`
/// @param qNorm `[head_dim]`, the norm of each head of the query, null for none
/// @param kNorm `[head_dim]`, the norm of each head of the key, null for none
public record GroupedQueryAttentionWeights(
    Linear qProj,
    Linear kProj,
    Linear vProj,
    Linear oProj,
    @Nullable Tensor qNorm,
    @Nullable Tensor kNorm)
    implements AttentionWeights {}

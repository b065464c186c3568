package dev.gloss.inference.model;

import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weights of one layer's feed-forward part.
public sealed interface FeedForwardWeights {

  /// A gated feed-forward: `down(silu(gate(x)) * up(x))`.
  ///
  /// @param gateProj `[width, hidden_size]`
  /// @param upProj `[width, hidden_size]`
  /// @param downProj `[hidden_size, width]`
  record Dense(Matrix gateProj, Matrix upProj, Matrix downProj) implements FeedForwardWeights {}

  /// Routed experts and shared ones (DeepSeek-V2, eq. 20).
  ///
  /// @param gate the router, `[n_routed_experts, hidden_size]`
  /// @param eScoreCorrectionBias `[n_routed_experts]`, null where the routing has none
  /// @param experts the routed experts
  /// @param sharedExperts the shared experts as one, null where there are none
  record MixtureOfExperts(
      Matrix gate,
      @Nullable Tensor eScoreCorrectionBias,
      List<Dense> experts,
      @Nullable Dense sharedExperts)
      implements FeedForwardWeights {

    /// Copies the list.
    public MixtureOfExperts {
      experts = List.copyOf(experts);
    }
  }
}

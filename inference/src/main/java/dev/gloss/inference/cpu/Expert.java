package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.model.FeedForwardWeights.Dense;

/// A gated feed-forward, repacked: a dense layer's, a routed expert or the shared experts.
///
/// @param gateProj `[width, hidden_size]`
/// @param upProj `[width, hidden_size]`
/// @param downProj `[hidden_size, width]`
record Expert(PackedMatrix gateProj, PackedMatrix upProj, PackedMatrix downProj) {

  /// Repacks one.
  static Expert of(Dense dense, Resources resources) {
    return new Expert(
        resources.pack(dense.gateProj()),
        resources.pack(dense.upProj()),
        resources.pack(dense.downProj()));
  }

  /// Numbers between the projections.
  int width() {
    return gateProj.rows();
  }
}

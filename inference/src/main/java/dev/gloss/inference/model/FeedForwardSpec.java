package dev.gloss.inference.model;

import org.jspecify.annotations.Nullable;

/// The feed-forward parts of the layers.
///
/// @param intermediateSize width of a dense one
/// @param experts what routed layers have instead, null for a model without
public record FeedForwardSpec(int intermediateSize, @Nullable ExpertsSpec experts) {

  /// The experts of a layer, null where it is dense; a Multi-Token Prediction layer is counted as
  /// the one behind the last.
  public @Nullable ExpertsSpec expertsOf(int layer) {
    return experts != null && layer >= experts.firstKDenseReplace() ? experts : null;
  }

  /// Routed experts that one token uses in a routed layer, 0 for a model without.
  public int numExpertsPerTok() {
    return experts == null ? 0 : experts.numExpertsPerTok();
  }
}

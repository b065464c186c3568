package dev.gloss.inference.model;

/// Layers that route each token to some of many experts.
///
/// @param moeIntermediateSize width of one expert
/// @param nRoutedExperts routed experts of a layer
/// @param nSharedExperts shared experts of a layer, stored as one of their joint width
/// @param numExpertsPerTok routed experts that one token uses
/// @param firstKDenseReplace so many first layers have a dense feed-forward instead
/// @param routing how experts are chosen
public record ExpertsSpec(
    int moeIntermediateSize,
    int nRoutedExperts,
    int nSharedExperts,
    int numExpertsPerTok,
    int firstKDenseReplace,
    RoutingSpec routing) {

  /// Width of the shared experts as one, 0 where there are none.
  public int sharedIntermediateSize() {
    return nSharedExperts * moeIntermediateSize;
  }
}

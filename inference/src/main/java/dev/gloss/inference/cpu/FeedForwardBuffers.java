package dev.gloss.inference.cpu;

import dev.gloss.inference.model.DeepseekConfig;

/// Memory that the feed-forward part of every layer uses in turn. A *slot* is one row for one of
/// the experts chosen for it.
///
/// @param gate `[rows, width]` of a dense layer or of the shared experts, whichever is wider
/// @param up as `gate`
/// @param routerLogits `[rows, n_routed_experts]`
/// @param slotInput `[slots, hidden_size]`
/// @param slotGate `[slots, moe_intermediate_size]`
/// @param slotUp as `slotGate`
/// @param slotOutput `[slots, hidden_size]`
record FeedForwardBuffers(
    Rows gate,
    Rows up,
    Rows routerLogits,
    Rows slotInput,
    Rows slotGate,
    Rows slotUp,
    Rows slotOutput) {

  /// Allocates them.
  static FeedForwardBuffers allocate(Resources resources) {
    DeepseekConfig config = resources.config();
    int shared = config.nSharedExperts() * config.moeIntermediateSize();
    int width = Math.max(config.intermediateSize(), shared);
    boolean routed = config.nRoutedExperts() > 0;
    long slots = routed ? (long) resources.maxRows() * config.numExpertsPerTok() : 0;
    return new FeedForwardBuffers(
        resources.rows(width),
        resources.rows(width),
        resources.rows(config.nRoutedExperts()),
        Rows.allocate(resources.arena(), slots, config.hiddenSize()),
        Rows.allocate(resources.arena(), slots, config.moeIntermediateSize()),
        Rows.allocate(resources.arena(), slots, config.moeIntermediateSize()),
        Rows.allocate(resources.arena(), slots, config.hiddenSize()));
  }
}

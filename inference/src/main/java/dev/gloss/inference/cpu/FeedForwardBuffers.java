package dev.gloss.inference.cpu;

import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.FeedForwardSpec;

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
    FeedForwardSpec spec = resources.config().feedForward();
    int hiddenSize = resources.config().hiddenSize();
    ExpertsSpec experts = spec.experts();
    int shared = experts == null ? 0 : experts.sharedIntermediateSize();
    int width = Math.max(spec.intermediateSize(), shared);
    int expertWidth = experts == null ? 0 : experts.moeIntermediateSize();
    long slots = (long) resources.maxRows() * spec.numExpertsPerTok();
    return new FeedForwardBuffers(
        resources.inputRows(width),
        resources.rows(width),
        resources.rows(experts == null ? 0 : experts.nRoutedExperts()),
        resources.inputRows(slots, hiddenSize),
        resources.inputRows(slots, expertWidth),
        Rows.allocate(resources.arena(), slots, expertWidth),
        Rows.allocate(resources.arena(), slots, hiddenSize));
  }
}

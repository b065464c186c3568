package dev.gloss.inference.backend;

/// Rows of the last step that the Multi-Token Prediction module continues.
///
/// Index `i` of the module combines the main model's hidden state at position `i` with the
/// embedding of token `i + 1` and predicts token `i + 2`; its own attention sees the indices
/// `0..i`, so that every index has to be run once, in order.
///
/// @param slice index of the slice in the last step's batch
/// @param count how many of the slice's rows to run, from its first on
/// @param tokenIds the sequence's tokens: for the row at position `p`, `tokenIds[p + 1]` is read
/// @param pages the sequence's page table, as in [Slice]
/// @param wantLogits whether the logits of the last row run are wanted
public record DraftSlice(int slice, int count, int[] tokenIds, int[] pages, boolean wantLogits) {}

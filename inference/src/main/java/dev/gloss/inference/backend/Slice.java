package dev.gloss.inference.backend;

/// Consecutive tokens of one sequence that a step runs: a piece of its prompt, or the token just
/// generated with the drafts behind it.
///
/// The arrays are read during the step and never kept.
///
/// @param tokenIds the sequence's tokens; only those of this slice are read
/// @param start index in `tokenIds` of the slice's first token, which is also its position
/// @param count number of tokens, at least 1
/// @param pages the sequence's page table: position `p` is kept in page `pages[p / pageTokens]`; it
///   covers every position up to `start + count - 1`, and what is before `start` is filled
/// @param logitRows for how many of the last tokens logits are wanted, `0..count`
public record Slice(int[] tokenIds, int start, int count, int[] pages, int logitRows) {}

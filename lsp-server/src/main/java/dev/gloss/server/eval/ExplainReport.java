package dev.gloss.server.eval;

/// Figures of an evaluation of explanations, in percent with 95 % intervals.
///
/// @param cases how many were run
/// @param formatConsistency outputs that are exactly one thought and one answer
/// @param bleu4 [SummaryScore#bleu4] of the answer's first sentence against the author's
/// @param rougeL [SummaryScore#rougeL] of the same
/// @param intervals the same figures with their intervals
public record ExplainReport(
    int cases, double formatConsistency, double bleu4, double rougeL, Intervals intervals) {

  /// Means with their intervals.
  ///
  /// @param formatConsistency of the outputs
  /// @param bleu4 of the first sentences
  /// @param rougeL of the first sentences
  public record Intervals(Interval formatConsistency, Interval bleu4, Interval rougeL) {}
}

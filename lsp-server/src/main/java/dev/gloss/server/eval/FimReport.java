package dev.gloss.server.eval;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Figures of a fill-in-the-middle evaluation; shares are in percent.
///
/// @param cases how many were run
/// @param exactMatch predictions equal to what stood there, over the single-line cases where there
///   are any
/// @param editSimilarity mean of [EditSimilarity] over the same cases
/// @param byKind the same for each kind of hole, with 95 % intervals
/// @param p50Ms median time of a completion
/// @param p95Ms time that 95 of 100 completions do not exceed
/// @param acceptance share of drafted tokens that were accepted, 0 to 1, of what this run asked
public record FimReport(
    int cases,
    double exactMatch,
    double editSimilarity,
    Map<String, Kind> byKind,
    double p50Ms,
    double p95Ms,
    double acceptance) {

  /// Figures of one kind of hole.
  ///
  /// @param cases how many there are
  /// @param exactMatch predictions equal to what stood there
  /// @param editSimilarity mean of [EditSimilarity]
  /// @param firstLineExactMatch predictions whose first line is equal
  /// @param shown predictions that an editor would be shown: the model is sure enough, they parse
  /// @param exactMatchShown those of them equal to what stood there; null where none is shown
  public record Kind(
      int cases,
      Interval exactMatch,
      Interval editSimilarity,
      Interval firstLineExactMatch,
      Interval shown,
      @Nullable Interval exactMatchShown) {}
}

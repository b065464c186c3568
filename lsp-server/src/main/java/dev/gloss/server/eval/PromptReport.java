package dev.gloss.server.eval;

import org.jspecify.annotations.Nullable;

/// Figures of [PromptEvaluation], in percent with 95 % intervals.
///
/// @param cases how many were asked
/// @param exactMatch predictions equal to what stood there
/// @param editSimilarity mean of [EditSimilarity]
/// @param compared cases for which another engine's answer is known
/// @param sameAnswer those of them with the very same answer; null where there are none
/// @param answerExactMatch the other engine's exact matches over them; null where there are none
/// @param exactMatchDifference exact matches of this engine less the other's, paired by case, in
///   points; null where there are none
public record PromptReport(
    int cases,
    Interval exactMatch,
    Interval editSimilarity,
    int compared,
    @Nullable Interval sameAnswer,
    @Nullable Interval answerExactMatch,
    @Nullable Interval exactMatchDifference) {}

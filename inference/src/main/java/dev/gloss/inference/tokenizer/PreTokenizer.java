package dev.gloss.inference.tokenizer;

import java.util.List;

/// Cuts text into the pieces that are merged on their own, by steps of which each works on the
/// pieces of the one before. Immutable.
///
/// @param steps in order
record PreTokenizer(List<SplitStep> steps) {

  PreTokenizer {
    steps = List.copyOf(steps);
  }

  /// The steps that stand for these expressions.
  ///
  /// @throws IllegalArgumentException if there is none for one of them
  static PreTokenizer of(List<String> patterns) {
    return new PreTokenizer(patterns.stream().map(PreTokenizer::requireStep).toList());
  }

  private static SplitStep requireStep(String pattern) {
    SplitStep step = SplitPattern.of(pattern);
    if (step == null) {
      throw new IllegalArgumentException("no step for " + pattern);
    }
    return step;
  }

  /// The ends of the pieces of `text[from, to)`, ascending, in one of the two lists; both are
  /// overwritten.
  IntList split(char[] text, int from, int to, IntList first, IntList second) {
    IntList ends = first;
    IntList spare = second;
    ends.clear();
    if (from < to) {
      ends.add(to);
    }
    for (SplitStep step : steps) {
      spare.clear();
      int start = from;
      for (int i = 0; i < ends.size(); i++) {
        step.split(text, start, ends.get(i), spare);
        start = ends.get(i);
      }
      IntList swap = ends;
      ends = spare;
      spare = swap;
    }
    return ends;
  }
}

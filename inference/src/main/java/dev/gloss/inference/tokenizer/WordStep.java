package dev.gloss.inference.tokenizer;

/// A step that stands for one expression: isolates its matches, which are found from left to right.
interface WordStep extends SplitStep {

  /// Where the match that begins at `at` ends; `at` itself where the expression does not match.
  ///
  /// @param text without lone surrogates
  int matchEnd(char[] text, int at, int to);

  @Override
  default void split(char[] text, int from, int to, IntList ends) {
    int gap = from;
    int at = from;
    while (at < to) {
      int end = matchEnd(text, at, to);
      if (end == at) {
        at += Character.charCount(Character.codePointAt(text, at, to));
        continue;
      }
      if (at > gap) {
        ends.add(at);
      }
      ends.add(end);
      gap = end;
      at = end;
    }
    if (gap < to) {
      ends.add(to);
    }
  }
}

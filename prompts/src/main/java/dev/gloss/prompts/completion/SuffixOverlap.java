package dev.gloss.prompts.completion;

/// Finds where a completed line starts to repeat what stands after the cursor anyway.
final class SuffixOverlap {
  /// An overlap that is only the beginning of what follows counts from this length on, or where it
  /// starts at the border of a word.
  private static final int SURE_LENGTH = 3;

  private SuffixOverlap() {}

  /// Offset at which `line` repeats the text after the cursor; its length where it does not.
  ///
  /// Brackets decide: in `call(|)` a written `f(x)` does not repeat the bracket, since it opened
  /// one of its own. A closing bracket that is still in the line is one the document lacks, see
  /// [UnitEnd], so no repetition starts there.
  ///
  /// @param line what was written, one line
  /// @param lineSuffix what stands after the cursor on its line
  /// @param scan state at the cursor
  static int start(String line, String lineSuffix, BracketScan scan) {
    String follows = lineSuffix.strip();
    if (follows.isEmpty()) {
      return line.length();
    }
    for (int at = 0; at < line.length(); ) {
      boolean outside = scan.innermost() == null;
      int next = scan.step(line, at);
      if (outside && !scan.isUnmatched() && repeats(line, at, follows)) {
        return at;
      }
      at = next;
    }
    return line.length();
  }

  private static boolean repeats(String line, int at, String follows) {
    if (isInsideWord(line, at)) {
      return false;
    }
    if (line.startsWith(follows, at)) {
      return true;
    }
    String rest = line.substring(at).strip();
    return !rest.isEmpty()
        && follows.startsWith(rest)
        && (rest.length() >= SURE_LENGTH || !Character.isLetterOrDigit(rest.charAt(0)));
  }

  private static boolean isInsideWord(String line, int at) {
    return at > 0
        && Character.isJavaIdentifierPart(line.charAt(at))
        && Character.isJavaIdentifierPart(line.charAt(at - 1));
  }
}

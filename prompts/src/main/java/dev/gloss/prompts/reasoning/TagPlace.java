package dev.gloss.prompts.reasoning;

/// Tells a tag that is meant from one that the text merely names, by what stands around it: inside
/// code or quotation marks, or as a word of a sentence, a tag is text.
///
/// Follows the text of one block. One thread at a time.
final class TagPlace {
  private static final String FENCE = "```";
  private static final String OPENING_QUOTES = "“‘«„";
  private static final String SENTENCE_ENDS = ".!?:;…";
  private static final String FOLLOWING_MARKS = ",.;:)!?";

  private final StringBuilder line = new StringBuilder();
  private boolean inFence;

  /// What a tag is.
  enum Verdict {
    /// A tag.
    MEANT,
    /// Part of the text.
    NAMED,
    /// More must come before it can be told.
    OPEN
  }

  /// Text that was passed on, tags that are text included.
  void follow(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        inFence ^= line.toString().stripLeading().startsWith(FENCE);
        line.setLength(0);
      } else {
        line.append(c);
      }
    }
  }

  /// A tag was meant: what follows has nothing to do with what came before.
  void begin() {
    line.setLength(0);
    inFence = false;
  }

  /// Judges the tag that follows the text so far.
  ///
  /// @param after what follows it, as far as it is known
  /// @param over whether that is all
  /// @param expected whether this very tag is due, so that a sentence may run up to it
  Verdict judge(String after, boolean over, boolean expected) {
    if (inFence) {
      return expected && line.toString().isBlank() ? Verdict.MEANT : Verdict.NAMED;
    }
    Verdict verdict = inCode(after, over);
    if (verdict == Verdict.MEANT) {
      verdict = inQuotes(after, over);
    }
    return verdict == Verdict.MEANT && !expected ? inSentence(after, over) : verdict;
  }

  /// A code span is open when the runs of backticks in the line are odd, and one more follows.
  private Verdict inCode(String after, boolean over) {
    boolean odd = false;
    for (int i = 0; i < line.length(); i++) {
      odd ^= line.charAt(i) == '`' && (i == 0 || line.charAt(i - 1) != '`');
    }
    if (!odd) {
      return Verdict.MEANT;
    }
    int close = after.indexOf('`');
    int end = after.indexOf('\n');
    if (close >= 0 && (end < 0 || close < end)) {
      return Verdict.NAMED;
    }
    return end >= 0 || over ? Verdict.MEANT : Verdict.OPEN;
  }

  private Verdict inQuotes(String after, boolean over) {
    if (line.isEmpty()) {
      return Verdict.MEANT;
    }
    char before = line.charAt(line.length() - 1);
    boolean opens = line.length() == 1 || " \t(".indexOf(line.charAt(line.length() - 2)) >= 0;
    if (OPENING_QUOTES.indexOf(before) >= 0 || ((before == '"' || before == '\'') && opens)) {
      return Verdict.NAMED;
    }
    long quotes = line.chars().filter(c -> c == '"').count();
    if (quotes % 2 == 0 || !(after.isEmpty() || after.startsWith("\""))) {
      return Verdict.MEANT;
    }
    if (after.length() < 2) {
      boolean closed = over && !after.isEmpty();
      return closed ? Verdict.NAMED : over ? Verdict.MEANT : Verdict.OPEN;
    }
    return Character.isLetterOrDigit(after.charAt(1)) ? Verdict.MEANT : Verdict.NAMED;
  }

  /// A word of a sentence has a blank before it, the sentence's beginning before that, and the rest
  /// of the sentence in the same line.
  private Verdict inSentence(String after, boolean over) {
    String before = line.toString().strip();
    if (before.isEmpty()
        || " \t(".indexOf(line.charAt(line.length() - 1)) < 0
        || SENTENCE_ENDS.indexOf(before.charAt(before.length() - 1)) >= 0) {
      return Verdict.MEANT;
    }
    int next = 0;
    while (next < after.length() && " \t".indexOf(after.charAt(next)) >= 0) {
      next++;
    }
    if (next == after.length()) {
      return over ? Verdict.MEANT : Verdict.OPEN;
    }
    char c = after.charAt(next);
    boolean goesOn = next == 0 ? FOLLOWING_MARKS.indexOf(c) >= 0 : Character.isLowerCase(c);
    return goesOn ? Verdict.NAMED : Verdict.MEANT;
  }
}

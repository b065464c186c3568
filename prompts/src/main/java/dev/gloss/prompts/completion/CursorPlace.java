package dev.gloss.prompts.completion;

/// What kind of place a cursor stands at, as far as it decides whether a person who types there
/// wants to be shown anything.
public enum CursorPlace {
  /// Code that goes on.
  CODE,
  /// Inside a comment.
  COMMENT,
  /// Inside a string.
  STRING,
  /// On the line of a statement that is complete.
  BEHIND_STATEMENT,
  /// Inside a word.
  IN_WORD,
  /// Before text on the same line that is more than what closes and ends things.
  BEFORE_TEXT;

  private static final String CLOSING = ")]}>{;,:\"'`";

  /// What stands at a place.
  ///
  /// @param before has walked over all that stands before the cursor
  static CursorPlace of(CompletionSite site, BracketScan before, Lexicon lexicon) {
    if (before.inString()) {
      return STRING;
    }
    if (!before.inCode()) {
      return COMMENT;
    }
    String lineSuffix = site.lineSuffix();
    if (isInWord(site.linePrefix(), lineSuffix)) {
      return IN_WORD;
    }
    if (lineSuffix.chars().anyMatch(CursorPlace::isText)) {
      return BEFORE_TEXT;
    }
    return isBehindStatement(before, lexicon) ? BEHIND_STATEMENT : CODE;
  }

  private static boolean isText(int c) {
    return !Character.isWhitespace(c) && CLOSING.indexOf(c) < 0;
  }

  private static boolean isInWord(String before, String after) {
    return !before.isEmpty()
        && !after.isEmpty()
        && Character.isUnicodeIdentifierPart(before.codePointBefore(before.length()))
        && Character.isUnicodeIdentifierPart(after.codePointAt(0));
  }

  /// A semicolon within the head of a `for` completes nothing.
  private static boolean isBehindStatement(BracketScan before, Lexicon lexicon) {
    boolean endsInBraces = !lexicon.blockCommentOpen().isEmpty();
    char last = before.lastCode();
    boolean complete = last == ';' || last == '}';
    BracketScan.Opener around = before.innermost();
    boolean inParentheses = around != null && around.kind() == '(';
    return endsInBraces && complete && !inParentheses && !before.isBlankLine();
  }
}

package dev.gloss.server.typing;

import dev.gloss.prompts.completion.FirstLine;
import dev.gloss.prompts.completion.Lexicon;

/// How far a shown text is what stood there.
///
/// @param firstWord its first word stood there
/// @param firstLine its first line is what was missing of the line, all of it
/// @param prefix its first line stood there as far as it goes, ending at the end of a word
/// @param exact all of it is all that was missing
/// @param keptChars characters of it, from its start, that stood there
/// @param chars how many it has
record Agreement(
    boolean firstWord, boolean firstLine, boolean prefix, boolean exact, int keptChars, int chars) {

  /// White space at the ends of texts and lines is left out; a line feed is a difference.
  static Agreement of(Moment moment) {
    String shown = moment.shown().stripTrailing();
    String missing = moment.missing();
    boolean sameStart = startsWithFeed(shown) == startsWithFeed(missing);
    String line = FirstLine.of(shown);
    String wanted = FirstLine.of(missing);
    boolean firstWord =
        Words.first(shown).equals(Words.first(missing + moment.after())) && !line.isEmpty();
    return new Agreement(
        sameStart && (startsWithFeed(shown) ? sameWord(line, wanted) : firstWord),
        sameStart && line.equals(wanted),
        sameStart && isPrefix(line, wanted),
        sameStart && shown.strip().equals(missing.strip()),
        common(shown, missing),
        shown.length());
  }

  /// Whether the shown line stood there, be it in full or as far as it goes.
  boolean isRight() {
    return firstLine || prefix;
  }

  private static boolean startsWithFeed(String text) {
    String blanks = text.substring(0, text.length() - text.stripLeading().length());
    return blanks.indexOf('\n') >= 0;
  }

  private static boolean sameWord(String line, String wanted) {
    return !line.isEmpty() && Words.first(line).equals(Words.first(wanted));
  }

  private static boolean isPrefix(String line, String wanted) {
    if (line.isEmpty() || !wanted.startsWith(line)) {
      return false;
    }
    return line.length() == wanted.length()
        || !Lexicon.isNamePart(line.charAt(line.length() - 1))
        || !Lexicon.isNamePart(wanted.charAt(line.length()));
  }

  private static int common(String shown, String missing) {
    int length = Math.min(shown.length(), missing.length());
    int same = 0;
    while (same < length && shown.charAt(same) == missing.charAt(same)) {
      same++;
    }
    return same;
  }
}

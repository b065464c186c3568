package dev.gloss.server.context;

import dev.gloss.prompts.completion.Lexicon;

/// Where blanks and words end.
final class Words {
  private Words() {}

  /// The first place that is no blank, `to` where all are.
  static int afterBlanks(String text, int from, int to) {
    int i = from;
    while (i < to && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /// The place after the last one that is no blank, `from` where all are.
  static int beforeBlanks(String text, int from, int to) {
    int i = to;
    while (i > from && Character.isWhitespace(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  /// Where the word ends that begins there; `from` where none does.
  static int wordEnd(String text, int from, int to) {
    int i = from;
    while (i < to && Lexicon.isNamePart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /// Where the word begins that ends there; `to` where none does.
  static int wordStart(String text, int from, int to) {
    int i = to;
    while (i > from && Lexicon.isNamePart(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }
}

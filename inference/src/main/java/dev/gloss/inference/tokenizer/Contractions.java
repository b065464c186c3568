package dev.gloss.inference.tokenizer;

/// English contractions that an expression isolates: `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll`, `'d`.
enum Contractions {
  /// In lower case alone, as GPT-2's expression.
  LOWERCASE,
  /// In any case of ASCII letters, as `'[sS]|'[tT]|…`.
  ASCII_CASE,
  /// In any case of Unicode, as `(?i:'s|'t|…)`: the long s counts as an s, too.
  ANY_CASE;

  private static final char LONG_S = '\u017F';

  /// Where the contraction that begins at `at` ends; `at` itself where there is none.
  int end(char[] text, int at, int to) {
    if (text[at] != '\'' || at + 1 >= to) {
      return at;
    }
    char first = folded(text[at + 1]);
    char second = at + 2 < to ? folded(text[at + 2]) : '\0';
    return switch (first) {
      case 's', 't', 'm', 'd' -> at + 2;
      case 'r', 'v' -> second == 'e' ? at + 3 : at;
      case 'l' -> second == 'l' ? at + 3 : at;
      default -> at;
    };
  }

  private char folded(char c) {
    if (this != LOWERCASE && c >= 'A' && c <= 'Z') {
      return (char) (c - 'A' + 'a');
    }
    return this == ANY_CASE && c == LONG_S ? 's' : c;
  }
}

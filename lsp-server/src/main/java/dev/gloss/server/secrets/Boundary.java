package dev.gloss.server.secrets;

/// Where a word begins and ends.
final class Boundary {
  private Boundary() {}

  /// Whether a word can begin at `at`: behind no letter, digit or `_` other than one that belongs
  /// to an escape (`\n`, `%3D`).
  static boolean before(String text, int at) {
    if (at == 0 || !CharSet.WORD.has(text.charAt(at - 1))) {
      return true;
    }
    char last = text.charAt(at - 1);
    if (at >= 2 && text.charAt(at - 2) == '\\') {
      return last == 'n' || last == 't' || last == 'r';
    }
    return at >= 3
        && text.charAt(at - 3) == '%'
        && CharSet.HEX.has(last)
        && CharSet.HEX.has(text.charAt(at - 2));
  }

  /// Whether a word can end before `at`.
  static boolean after(String text, int at) {
    return at == text.length() || !CharSet.WORD.has(text.charAt(at));
  }
}

package dev.gloss.inference.tokenizer;

/// Unicode's property White_Space, which is what `\s` means in a tokenizer's expressions; all its
/// characters are single chars.
final class Whitespace {
  private Whitespace() {}

  static boolean is(char c) {
    if (c < 0x80) {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return c == 0x85 || Character.isSpaceChar(c);
  }

  /// Where the run of white space that begins at `from` ends.
  static int runEnd(char[] text, int from, int to) {
    int at = from;
    while (at < to && is(text[at])) {
      at++;
    }
    return at;
  }
}

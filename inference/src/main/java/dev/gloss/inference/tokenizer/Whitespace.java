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

  /// `\s+(?!\S)|\s+`: all of a run, but for its last character where something follows that it may
  /// lead. To be asked where there is white space.
  static int end(char[] text, int at, int to) {
    int end = runEnd(text, at, to);
    return end == to || end == at + 1 ? end : end - 1;
  }

  /// `\s*[\r\n]+|\s+(?!\S)|\s+`: a run up to its last line break, or as [#end] where it has none.
  static int endAfterLineBreaks(char[] text, int at, int to) {
    for (int i = runEnd(text, at, to) - 1; i >= at; i--) {
      if (text[i] == '\n' || text[i] == '\r') {
        return i + 1;
      }
    }
    return end(text, at, to);
  }
}

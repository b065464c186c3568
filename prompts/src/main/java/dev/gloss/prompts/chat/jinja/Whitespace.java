package dev.gloss.prompts.chat.jinja;

/// White space as Python's strings see it.
final class Whitespace {
  private Whitespace() {}

  static boolean is(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || codePoint == 0x85;
  }

  /// Offset after the last character that is no white space.
  static int endOfText(CharSequence text) {
    int end = text.length();
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /// Offset of the first character that is no white space.
  static int startOfText(CharSequence text) {
    int start = 0;
    while (start < text.length() && is(text.charAt(start))) {
      start++;
    }
    return start;
  }
}

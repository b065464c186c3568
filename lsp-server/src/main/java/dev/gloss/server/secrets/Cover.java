package dev.gloss.server.secrets;

import org.jspecify.annotations.Nullable;

/// A text under which parts disappear.
final class Cover {
  private static final char STAR = '*';

  private final String text;
  private char @Nullable [] covered;

  Cover(String text) {
    this.text = text;
  }

  /// Puts a star on each character of a part, line ends aside.
  void hide(int from, int to) {
    char[] chars = covered;
    if (chars == null) {
      chars = text.toCharArray();
      covered = chars;
    }
    for (int i = from; i < to; i++) {
      if (chars[i] != '\n' && chars[i] != '\r') {
        chars[i] = STAR;
      }
    }
  }

  /// What can be seen.
  String text() {
    return covered == null ? text : new String(covered);
  }
}

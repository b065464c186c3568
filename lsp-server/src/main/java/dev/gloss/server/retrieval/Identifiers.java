package dev.gloss.server.retrieval;

/// Finds identifiers in a text, whatever its language, and the words that they are made of.
final class Identifiers {
  private static final int SHORTEST = 2;

  /// A longer one was not typed.
  private static final int LONGEST = 64;

  private static final int SHORTEST_WORD = 3;

  private Identifiers() {}

  /// Is told of places in a text.
  @FunctionalInterface
  interface Sink {
    /// @param end behind it
    void found(int start, int end);
  }

  /// All identifiers between two offsets, those in comments and strings as well.
  static void in(CharSequence text, int from, int to, Sink sink) {
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      if (!isPart(c)) {
        i++;
        continue;
      }
      int start = i;
      while (i < to && isPart(text.charAt(i))) {
        i++;
      }
      boolean number = c >= '0' && c <= '9';
      if (!number && i - start >= SHORTEST && i - start <= LONGEST) {
        sink.found(start, i);
      }
    }
  }

  /// The words of an identifier that is made of several: cut at `_`, where a small letter or a
  /// digit is followed by a capital, and before the last of several capitals where a small one
  /// follows.
  static void words(CharSequence name, Sink sink) {
    int length = name.length();
    int start = 0;
    for (int i = 0; i <= length; i++) {
      boolean end = i == length || isSeparator(name.charAt(i));
      if (end || i > start && startsWord(name, i)) {
        if (i - start >= SHORTEST_WORD && i - start < length) {
          sink.found(start, i);
        }
        start = end ? i + 1 : i;
      }
    }
  }

  private static boolean startsWord(CharSequence name, int i) {
    if (!Character.isUpperCase(name.charAt(i))) {
      return false;
    }
    return !Character.isUpperCase(name.charAt(i - 1))
        || i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
  }

  private static boolean isSeparator(char c) {
    return c == '_' || c == '$';
  }

  private static boolean isPart(char c) {
    return c < 128
        ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || isSeparator(c)
        : Character.isLetterOrDigit(c);
  }
}

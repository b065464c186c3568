package dev.gloss.inference.tokenizer;

/// A set of code points.
interface CodePointClass {

  /// Whether the code point, which is no surrogate, belongs to the set.
  boolean contains(int codePoint);

  /// Where the run of members that begins at `from` ends: `from` itself if the first code point is
  /// no member. At most `limit` code points are taken.
  default int runEnd(char[] text, int from, int to, int limit) {
    int at = from;
    for (int taken = 0; at < to && taken < limit; taken++) {
      int codePoint = Character.codePointAt(text, at, to);
      if (!contains(codePoint)) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }
}

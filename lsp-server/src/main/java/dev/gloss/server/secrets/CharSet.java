package dev.gloss.server.secrets;

/// A set of ASCII characters.
final class CharSet {
  static final CharSet BASE64 = of("A-Za-z0-9+/=");
  static final CharSet HEX = of("0-9A-Fa-f");
  static final CharSet WORD = of("A-Za-z0-9_");

  private final boolean[] members = new boolean[128];

  private CharSet() {}

  /// Members one by one or as ranges, `-` at the end being itself, for example `a-z0-9_-`.
  static CharSet of(String members) {
    CharSet set = new CharSet();
    for (int i = 0; i < members.length(); i++) {
      char low = members.charAt(i);
      boolean range = i + 2 < members.length() && members.charAt(i + 1) == '-';
      char high = range ? members.charAt(i + 2) : low;
      for (char c = low; c <= high; c++) {
        set.members[c] = true;
      }
      i += range ? 2 : 0;
    }
    return set;
  }

  boolean has(char c) {
    return c < 128 && members[c];
  }

  /// The end of the run of members that begins at `from`.
  int end(String text, int from, int limit) {
    int end = from;
    while (end < limit && has(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /// The start of the run of members that ends before `to`.
  int start(String text, int to, int limit) {
    int start = to;
    while (start > limit && has(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }
}

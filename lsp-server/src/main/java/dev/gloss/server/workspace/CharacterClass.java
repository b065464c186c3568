package dev.gloss.server.workspace;

/// `[a-z]`, `[!x]`, `[^x]` and `[[:digit:]]` in a [Glob].
final class CharacterClass {
  private CharacterClass() {}

  /// Index after the class that opens at `open` if it contains `c`, else -1. A class that is never
  /// closed contains nothing.
  static int match(String pattern, int open, char c) {
    int i = open + 1;
    boolean negated =
        i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^');
    if (negated) {
      i++;
    }
    boolean found = false;
    int first = i;
    while (i < pattern.length() && (pattern.charAt(i) != ']' || i == first)) {
      int named = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i + 2) : -1;
      if (named > 0) {
        found |= isNamed(pattern.substring(i + 2, named), c);
        i = named + 2;
        continue;
      }
      if (pattern.charAt(i) == '\\' && i + 1 < pattern.length()) {
        i++;
      }
      char low = pattern.charAt(i++);
      char high = low;
      if (i + 1 < pattern.length() && pattern.charAt(i) == '-' && pattern.charAt(i + 1) != ']') {
        i += pattern.charAt(i + 1) == '\\' && i + 2 < pattern.length() ? 2 : 1;
        high = pattern.charAt(i++);
      }
      found |= low <= c && c <= high;
    }
    return i < pattern.length() && found != negated ? i + 1 : -1;
  }

  private static boolean isNamed(String name, char c) {
    return c < 128
        && switch (name) {
          case "alpha" -> Character.isLetter(c);
          case "digit" -> Character.isDigit(c);
          case "alnum" -> Character.isLetterOrDigit(c);
          case "upper" -> Character.isUpperCase(c);
          case "lower" -> Character.isLowerCase(c);
          case "space" -> Character.isWhitespace(c);
          case "punct" -> c > 32 && c < 127 && !Character.isLetterOrDigit(c);
          case "xdigit" -> Character.digit(c, 16) >= 0;
          default -> false;
        };
  }
}

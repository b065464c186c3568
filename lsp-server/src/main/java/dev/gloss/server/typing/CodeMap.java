package dev.gloss.server.typing;

/// What the characters of a Java text belong to, found by one pass over it. Immutable.
final class CodeMap {
  /// What a character belongs to; quotes belong to their string, `//` to its comment.
  enum Region {
    CODE,
    COMMENT,
    STRING
  }

  private static final String TEXT_BLOCK = "\"\"\"";

  private final String text;
  private final Region[] regions;

  CodeMap(String text) {
    this.text = text;
    this.regions = new Region[text.length()];
    int at = 0;
    while (at < text.length()) {
      Region region = regionFrom(at);
      int end = region == Region.CODE ? at + 1 : Math.max(at + 1, endOf(region, at));
      while (at < end) {
        regions[at++] = region;
      }
    }
  }

  /// What the character at an offset belongs to.
  Region at(int offset) {
    return regions[offset];
  }

  /// Whether the character at an offset is code.
  boolean isCode(int offset) {
    return regions[offset] == Region.CODE;
  }

  private Region regionFrom(int at) {
    if (text.startsWith("//", at) || text.startsWith("/*", at)) {
      return Region.COMMENT;
    }
    char c = text.charAt(at);
    return c == '"' || c == '\'' ? Region.STRING : Region.CODE;
  }

  private int endOf(Region region, int at) {
    if (region == Region.COMMENT) {
      boolean line = text.startsWith("//", at);
      int end = line ? text.indexOf('\n', at) : text.indexOf("*/", at + 2);
      return end < 0 ? text.length() : line ? end : end + 2;
    }
    return text.startsWith(TEXT_BLOCK, at)
        ? closing(TEXT_BLOCK, at + TEXT_BLOCK.length())
        : closing(text.substring(at, at + 1), at + 1);
  }

  /// Offset behind the closing quotes; of the line's end where a string of one line is not closed.
  private int closing(String quotes, int from) {
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (text.startsWith(quotes, at)) {
        return at + quotes.length();
      } else if (c == '\n' && quotes.length() == 1) {
        return at;
      }
    }
    return text.length();
  }
}

package dev.gloss.server.workspace;

/// In which units a client counts the characters of a line.
public enum PositionEncoding {
  /// Bytes of UTF-8.
  UTF8("utf-8"),
  /// Java's chars.
  UTF16("utf-16"),
  /// Code points.
  UTF32("utf-32");

  private final String protocolName;

  PositionEncoding(String protocolName) {
    this.protocolName = protocolName;
  }

  /// The name in the protocol, for example `utf-8`.
  public String protocolName() {
    return protocolName;
  }

  /// Units that a part of a text takes; a lone surrogate counts as U+FFFD does.
  public int units(CharSequence text, int from, int to) {
    if (this == UTF16) {
      return to - from;
    }
    int units = 0;
    for (int i = from; i < to; ) {
      int codePoint = Character.codePointAt(text, i);
      units += unitsOf(codePoint);
      i += Character.charCount(codePoint);
    }
    return units;
  }

  /// The offset in chars that lies `units` after `from`, at most `to`; a place inside a code point
  /// moves to its start.
  public int advance(CharSequence text, int from, int to, int units) {
    int left = units;
    int offset = from;
    while (offset < to) {
      int codePoint = Character.codePointAt(text, offset);
      left -= unitsOf(codePoint);
      if (left < 0) {
        break;
      }
      offset += Character.charCount(codePoint);
    }
    return Math.min(offset, to);
  }

  private int unitsOf(int codePoint) {
    return switch (this) {
      case UTF16 -> Character.charCount(codePoint);
      case UTF32 -> 1;
      case UTF8 -> codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    };
  }
}

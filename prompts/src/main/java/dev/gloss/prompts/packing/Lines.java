package dev.gloss.prompts.packing;

/// Line borders of a text. A line includes its line feed; offsets are UTF-16 units.
final class Lines {
  private Lines() {}

  /// Start of the line that holds `offset`.
  static int startAt(String text, int offset) {
    return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  }

  /// End of the line that holds `offset`, after its line feed.
  static int endAfter(String text, int offset) {
    int feed = text.indexOf('\n', offset);
    return feed < 0 ? text.length() : feed + 1;
  }

  /// `offset`, or one less where it would split a surrogate pair.
  static int wholeCodePoint(String text, int offset) {
    boolean splits =
        offset > 0
            && offset < text.length()
            && Character.isHighSurrogate(text.charAt(offset - 1))
            && Character.isLowSurrogate(text.charAt(offset));
    return splits ? offset - 1 : offset;
  }
}

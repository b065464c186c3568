package dev.gloss.server.typing;

/// A moment in which a text is shown: what stands before the cursor, what is shown there, and what
/// would have come.
///
/// @param before all that stands before the cursor
/// @param shown the text; not blank
/// @param missing what is still to be typed of what was cut out
/// @param after what stands behind the cut
record Moment(String before, String shown, String missing, String after) {

  /// What stands on the cursor's line before it.
  String lineBefore() {
    return before.substring(before.lastIndexOf('\n') + 1);
  }

  /// The document if the text is taken.
  String taken() {
    return before + shown + after;
  }

  /// The document as it was.
  String original() {
    return before + missing + after;
  }
}

package dev.gloss.server.context;

import java.util.Optional;

/// Finds the code that an explanation is about.
public final class CodeRegions {
  private CodeRegions() {}

  /// The smallest method or function around a place; empty outside of all. Whoever asks for many
  /// places of a text keeps its [CodeOutline].
  ///
  /// @param text the document
  /// @param languageId as LSP names languages
  /// @param offset the place, in chars
  public static Optional<CodeRegion> enclosing(String text, String languageId, int offset) {
    return CodeOutline.of(text, languageId).enclosing(offset);
  }

  /// The lines from one place to another, blank ones at both ends left out; empty when all are.
  public static Optional<CodeRegion> lines(String text, int from, int to) {
    int start = text.lastIndexOf('\n', Math.max(0, from - 1)) + 1;
    if (from == 0) {
      start = 0;
    }
    int lineEnd = text.indexOf('\n', Math.max(to > from ? to - 1 : to, 0));
    int end = lineEnd < 0 ? text.length() : lineEnd;
    while (start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return start == end ? Optional.empty() : Optional.of(new CodeRegion(start, end, null));
  }
}

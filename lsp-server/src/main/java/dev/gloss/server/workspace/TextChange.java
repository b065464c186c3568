package dev.gloss.server.workspace;

import org.jspecify.annotations.Nullable;

/// One edit of a document.
///
/// @param place what is replaced; null for everything
/// @param text what stands there now
public record TextChange(@Nullable Span place, String text) {

  /// Part of a text.
  ///
  /// @param start where it begins
  /// @param end where it ends
  public record Span(TextPosition start, TextPosition end) {}

  /// Replaces a part.
  public TextChange(TextPosition start, TextPosition end, String text) {
    this(new Span(start, end), text);
  }

  /// Replaces everything.
  public static TextChange all(String text) {
    return new TextChange(null, text);
  }
}

package dev.gloss.server.workspace;

import org.jspecify.annotations.Nullable;

/// One edit of a document.
///
/// @param start where the replaced part begins; null replaces everything
/// @param end where it ends
/// @param text what stands there now
public record TextChange(@Nullable TextPosition start, @Nullable TextPosition end, String text) {

  /// Replaces everything.
  public static TextChange all(String text) {
    return new TextChange(null, null, text);
  }
}

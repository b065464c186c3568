package dev.gloss.server.assist;

/// A place where text is wanted.
///
/// @param uri of the document, for the trace
/// @param languageId as LSP names languages
/// @param text the whole document
/// @param cursor offset in it, in chars
public record CompletionQuery(String uri, String languageId, String text, int cursor) {

  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if the cursor is outside of the text
  public CompletionQuery {
    if (cursor < 0 || cursor > text.length()) {
      throw new IllegalArgumentException(
          "cursor " + cursor + " is outside of a text of " + text.length() + " characters");
    }
  }
}

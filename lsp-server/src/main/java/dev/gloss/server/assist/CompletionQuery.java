package dev.gloss.server.assist;

/// A place where text is wanted.
///
/// @param uri of the document, for the trace
/// @param languageId as LSP names languages
/// @param text the whole document
/// @param cursor offset in it, in chars
/// @param explicit whether somebody asked for it, by a key or a command, and not only typed: then
///   there is to be a text, also where the model would rather leave the line as it is
public record CompletionQuery(
    String uri, String languageId, String text, int cursor, boolean explicit) {

  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if the cursor is outside of the text
  public CompletionQuery {
    if (cursor < 0 || cursor > text.length()) {
      throw new IllegalArgumentException(
          "cursor " + cursor + " is outside of a text of " + text.length() + " characters");
    }
  }

  /// A place where somebody types.
  public CompletionQuery(String uri, String languageId, String text, int cursor) {
    this(uri, languageId, text, cursor, false);
  }
}

package dev.gloss.server.context;

import dev.gloss.server.workspace.Document;

/// A document's text and a place in it, as a model reads them: lines end with LF as in its training
/// text, secrets are covered.
///
/// @param text all of the document
/// @param cursor offset in it, in chars
public record CursorText(String text, int cursor) {

  /// Prepares a document.
  ///
  /// @param cursor offset in it, in chars
  /// @throws IllegalArgumentException if the cursor is outside of the document
  public static CursorText of(Document document, int cursor) {
    int length = document.text().length();
    if (cursor < 0 || cursor > length) {
      throw new IllegalArgumentException(
          "cursor " + cursor + " is outside of a text of " + length + " characters");
    }
    String masked = DocumentReading.covered(document);
    if (masked.indexOf('\r') < 0) {
      return new CursorText(masked, cursor);
    }
    String before = withLineFeeds(masked.substring(0, cursor));
    String after = withLineFeeds(masked.substring(cursor));
    return new CursorText(before + after, before.length());
  }

  /// What stands before the cursor.
  public String before() {
    return text.substring(0, cursor);
  }

  /// What stands after the cursor.
  public String after() {
    return text.substring(cursor);
  }

  private static String withLineFeeds(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }
}

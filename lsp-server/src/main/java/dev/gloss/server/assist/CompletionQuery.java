package dev.gloss.server.assist;

import dev.gloss.server.workspace.Document;
import java.util.Objects;

/// A place where text is wanted. Two are equal where nothing but the document's version and other
/// files differ.
///
/// @param document which, and what of it was found out already
/// @param cursor offset in it, in chars
/// @param explicit whether somebody asked for it, by a key or a command, and not only typed: then
///   there is to be a text, also where the model would rather leave the line as it is
/// @param others code of other files that the model may read as well
public record CompletionQuery(Document document, int cursor, boolean explicit, OtherCode others) {

  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if the cursor is outside of the text
  public CompletionQuery {
    int length = document.text().length();
    if (cursor < 0 || cursor > length) {
      throw new IllegalArgumentException(
          "cursor " + cursor + " is outside of a text of " + length + " characters");
    }
  }

  /// A place in a document, without any other file.
  public CompletionQuery(Document document, int cursor, boolean explicit) {
    this(document, cursor, explicit, OtherCode.NONE);
  }

  /// A place in a text of which nothing was found out yet.
  public CompletionQuery(String uri, String languageId, String text, int cursor, boolean explicit) {
    this(new Document(uri, languageId, 0, text), cursor, explicit);
  }

  /// A place where somebody types.
  public CompletionQuery(String uri, String languageId, String text, int cursor) {
    this(uri, languageId, text, cursor, false);
  }

  /// Of the document, for the trace.
  public String uri() {
    return document.uri();
  }

  /// As LSP names languages.
  public String languageId() {
    return document.languageId();
  }

  /// The whole document.
  public String text() {
    return document.text();
  }

  /// The same with code of other files.
  public CompletionQuery with(OtherCode code) {
    return new CompletionQuery(document, cursor, explicit, code);
  }

  /// The same without what was found out, to be kept.
  CompletionQuery bare() {
    return new CompletionQuery(uri(), languageId(), text(), cursor, explicit);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CompletionQuery query
        && cursor == query.cursor
        && explicit == query.explicit
        && uri().equals(query.uri())
        && languageId().equals(query.languageId())
        && text().equals(query.text());
  }

  @Override
  public int hashCode() {
    return Objects.hash(uri(), cursor, explicit);
  }
}

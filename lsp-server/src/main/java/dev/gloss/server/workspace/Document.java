package dev.gloss.server.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of an open document. Immutable, so that it can be handed to any thread.
public final class Document {
  private final String uri;
  private final String languageId;
  private final int version;
  private final String text;
  private volatile @Nullable LineIndex lines;

  /// @param uri as the editor names it
  /// @param languageId for example `java`
  /// @param version as the editor counts
  /// @param text all of it
  public Document(String uri, String languageId, int version, String text) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.text = text;
  }

  /// As the editor names it.
  public String uri() {
    return uri;
  }

  /// For example `java`.
  public String languageId() {
    return languageId;
  }

  /// As the editor counts.
  public int version() {
    return version;
  }

  /// All of it.
  public String text() {
    return text;
  }

  /// Where its lines begin; counted at the first call.
  public LineIndex lines() {
    LineIndex known = lines;
    if (known == null) {
      known = new LineIndex(text);
      lines = known;
    }
    return known;
  }

  /// The next version: the changes applied one after the other.
  public Document changed(int newVersion, List<TextChange> changes, PositionEncoding encoding) {
    Document next = this;
    for (TextChange change : changes) {
      next = next.changed(newVersion, change, encoding);
    }
    return changes.isEmpty() ? new Document(uri, languageId, newVersion, text) : next;
  }

  private Document changed(int newVersion, TextChange change, PositionEncoding encoding) {
    TextPosition start = change.start();
    TextPosition end = change.end();
    if (start == null || end == null) {
      return new Document(uri, languageId, newVersion, change.text());
    }
    int from = lines().nearestOffset(start, encoding);
    int to = Math.max(from, lines().nearestOffset(end, encoding));
    String newText =
        new StringBuilder(text.length() - (to - from) + change.text().length())
            .append(text, 0, from)
            .append(change.text())
            .append(text, to, text.length())
            .toString();
    return new Document(uri, languageId, newVersion, newText);
  }
}

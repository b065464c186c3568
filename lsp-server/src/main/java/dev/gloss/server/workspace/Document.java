package dev.gloss.server.workspace;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One version of an open document. Immutable, so that it can be handed to any thread.
public final class Document {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String uri;
  private final String languageId;
  private final int version;
  private final String text;
  private final Analyses analyses = new Analyses();
  private @Nullable LineIndex lines;

  /// @param uri as the editor names it
  /// @param languageId for example `java`
  /// @param version as the editor counts
  /// @param text all of it; a byte order mark at its start is taken for a blank, which parsers and
  ///   models know, so that offsets stay as the editor counts
  public Document(String uri, String languageId, int version, String text) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.text = withoutByteOrderMark(text);
  }

  private Document(Document before, int version, String text, @Nullable LineIndex lines) {
    this(before.uri, before.languageId, version, text);
    this.lines = lines;
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? " " + text.substring(1) : text;
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
  public synchronized LineIndex lines() {
    LineIndex known = lines;
    if (known == null) {
      known = new LineIndex(text);
      lines = known;
    }
    return known;
  }

  /// What is to be found out about this version: found out by the first who asks, kept for all who
  /// do later.
  public <T> T analysis(Analysis<T> analysis) {
    return analyses.get(analysis, this);
  }

  /// The next version: the changes applied one after the other.
  public Document changed(int newVersion, List<TextChange> changes, PositionEncoding encoding) {
    int whole = changes.size() - 1;
    while (whole >= 0 && changes.get(whole).place() != null) {
      whole--;
    }
    List<TextChange> edits = changes.subList(whole + 1, changes.size());
    Document base =
        whole < 0
            ? new Document(this, newVersion, text, lines())
            : new Document(this, newVersion, changes.get(whole).text(), null);
    return edits.isEmpty() ? base : base.edited(edits, encoding);
  }

  private Document edited(List<TextChange> edits, PositionEncoding encoding) {
    StringBuilder edited = new StringBuilder(text);
    LineIndex index = lines();
    for (TextChange edit : edits) {
      TextChange.Span place = Objects.requireNonNull(edit.place());
      int from = index.offset(place.start(), encoding);
      int to = Math.max(from, index.offset(place.end(), encoding));
      edited.replace(from, to, edit.text());
      index = index.edited(edited, from, to, edit.text().length());
    }
    String newText = edited.toString();
    return new Document(this, version, newText, index.of(newText));
  }
}

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
  private final Analyses analyses;
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
    this.analyses = new Analyses();
  }

  /// @param text without a byte order mark
  private Document(Document before, int version, String text, Change change, LineIndex lines) {
    this.uri = before.uri;
    this.languageId = before.languageId;
    this.version = version;
    this.text = text;
    this.analyses = before.analyses.after(change);
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
    Document base = whole < 0 ? this : replaced(newVersion, changes.get(whole).text());
    List<TextChange> edits = changes.subList(whole + 1, changes.size());
    return edits.isEmpty() && whole >= 0 ? base : base.edited(newVersion, edits, encoding);
  }

  /// Some editors send all of a text at each key.
  private Document replaced(int newVersion, String newText) {
    String now = withoutByteOrderMark(newText);
    return new Document(this, newVersion, now, Change.between(text, now), new LineIndex(now));
  }

  private Document edited(int newVersion, List<TextChange> edits, PositionEncoding encoding) {
    StringBuilder edited = new StringBuilder(text);
    LineIndex index = lines();
    Change all = Change.NONE;
    for (TextChange edit : edits) {
      TextChange.Span place = Objects.requireNonNull(edit.place());
      int from = index.offset(place.start(), encoding);
      int to = Math.max(from, index.offset(place.end(), encoding));
      edited.replace(from, to, edit.text());
      index = index.edited(edited, from, to, edit.text().length());
      Change change = new Change(from, to, from + edit.text().length());
      all = all == Change.NONE ? change : all.then(change);
    }
    String newText = withoutByteOrderMark(edited.toString());
    boolean hadMark = !newText.isEmpty() && newText.charAt(0) != edited.charAt(0);
    Change change = hadMark ? all.then(new Change(0, 1, 1)) : all;
    return new Document(this, newVersion, newText, change, index.of(newText));
  }
}

package dev.gloss.server.assist;

import dev.gloss.server.context.CodeOutline;
import dev.gloss.server.context.CodeRegion;
import dev.gloss.server.context.CodeRegions;
import dev.gloss.server.workspace.Analysis;
import dev.gloss.server.workspace.Document;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Code to be explained.
///
/// @param uri of the document
/// @param languageId as LSP names languages
/// @param text the whole document
/// @param start offset where the code begins, in chars
/// @param end offset after its end
/// @param symbol its name for a person, where it has one
public record ExplainQuery(
    String uri, String languageId, String text, int start, int end, @Nullable String symbol) {
  private static final Analysis<CodeOutline> OUTLINE =
      new Analysis<>(document -> CodeOutline.of(document.text(), document.languageId()));

  /// The method or function around a place; empty outside of all.
  ///
  /// @param offset the place, in chars
  public static Optional<ExplainQuery> enclosing(
      String uri, String languageId, String text, int offset) {
    return enclosing(new Document(uri, languageId, 0, text), offset);
  }

  /// The same in an open document, whose outline is made once.
  ///
  /// @param offset the place, in chars
  public static Optional<ExplainQuery> enclosing(Document document, int offset) {
    return document.analysis(OUTLINE).enclosing(offset).map(region -> of(document, region));
  }

  /// The lines from one place to another; empty when they are blank.
  ///
  /// @param from a place in the first line, in chars
  /// @param to a place in the last line, or the start of the line after it
  public static Optional<ExplainQuery> lines(
      String uri, String languageId, String text, int from, int to) {
    return lines(new Document(uri, languageId, 0, text), from, to);
  }

  /// The same in an open document.
  public static Optional<ExplainQuery> lines(Document document, int from, int to) {
    return CodeRegions.lines(document.text(), from, to).map(region -> of(document, region));
  }

  /// The code as the model reads it.
  String code() {
    return new CodeRegion(start, end, symbol).code(text);
  }

  private static ExplainQuery of(Document document, CodeRegion region) {
    return new ExplainQuery(
        document.uri(),
        document.languageId(),
        document.text(),
        region.start(),
        region.end(),
        region.symbol());
  }
}

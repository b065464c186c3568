package dev.gloss.server.assist;

import dev.gloss.server.context.CodeOutline;
import dev.gloss.server.context.CodeRegion;
import dev.gloss.server.context.CodeRegions;
import dev.gloss.server.symbols.MethodFacts;
import dev.gloss.server.symbols.SymbolCard;
import dev.gloss.server.workspace.Analysis;
import dev.gloss.server.workspace.Document;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Code to be explained.
///
/// @param uri of the document
/// @param languageId as LSP names languages
/// @param text the whole document
/// @param pieces stretches of it that belong to the code, in order; at least one
/// @param joint what stands between two of them instead of what is left out
/// @param symbol its name for a person, where it has one
/// @param facts what is known of the method that it is; null where nothing is
/// @param isMethod whether it is one method, or a function
/// @param calls what it calls elsewhere in the workspace, a declaration on a line
public record ExplainQuery(
    String uri,
    String languageId,
    String text,
    List<CodeRegion> pieces,
    String joint,
    @Nullable String symbol,
    @Nullable MethodFacts facts,
    boolean isMethod,
    List<String> calls) {
  private static final Analysis<CodeOutline> OUTLINE =
      new Analysis<>(document -> CodeOutline.of(document.text(), document.languageId()));

  /// One stretch of a document, of which nothing is known.
  ///
  /// @param start offset where the code begins, in chars
  /// @param end offset after its end
  public ExplainQuery(
      String uri, String languageId, String text, int start, int end, @Nullable String symbol) {
    this(
        uri,
        languageId,
        text,
        List.of(new CodeRegion(start, end, symbol)),
        "",
        symbol,
        null,
        symbol != null,
        List.of());
  }

  /// Copies the lists.
  public ExplainQuery {
    pieces = List.copyOf(pieces);
    calls = List.copyOf(calls);
  }

  /// What somebody points at; empty where there is no code of it.
  public static Optional<ExplainQuery> of(SymbolCard card) {
    SymbolCard.Code code = card.code();
    if (code == null) {
      return Optional.empty();
    }
    String symbol = card.container().isEmpty() ? card.name() : card.container() + "." + card.name();
    return Optional.of(
        new ExplainQuery(
            code.uri(),
            code.languageId(),
            code.text(),
            code.pieces().stream()
                .map(piece -> new CodeRegion(piece.start(), piece.end(), symbol))
                .toList(),
            code.joint(),
            symbol,
            card.method(),
            card.method() != null || card.kind().equals("function"),
            code.calls()));
  }

  /// The same, and what it calls.
  ///
  /// @param declarations of the workspace, each on a line
  public ExplainQuery calling(List<String> declarations) {
    return new ExplainQuery(
        uri, languageId, text, pieces, joint, symbol, facts, isMethod, declarations);
  }

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

  /// Where the code begins, in chars.
  public int start() {
    return pieces.getFirst().start();
  }

  /// Where it ends.
  public int end() {
    return pieces.getLast().end();
  }

  /// The code as the model reads it: secrets are looked for in the whole document first.
  String code() {
    return CodeRegion.code(text, pieces, joint);
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

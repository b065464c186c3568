package dev.gloss.server.symbols;

import dev.gloss.server.context.CodeOutline;
import dev.gloss.server.context.CodeRegion;
import dev.gloss.server.symbols.SymbolCard.Code;
import dev.gloss.server.workspace.Analysis;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.util.List;
import java.util.Optional;

/// Cards of functions in languages without trees: of their own names, and nothing else, since
/// without scopes nobody knows what another name means. They have no facts.
final class FunctionCards {
  private static final Analysis<CodeOutline> OUTLINE =
      new Analysis<>(document -> CodeOutline.of(document.text(), document.languageId()));

  private FunctionCards() {}

  /// The card of the function whose own name stands there.
  static Optional<SymbolCard> at(Document document, int offset) {
    String text = document.text();
    Span word = NameTokens.at(text, offset);
    if (word.isNone()) {
      return Optional.empty();
    }
    return document.analysis(OUTLINE).functions().stream()
        .filter(function -> nameOf(text, function).equals(word))
        .findFirst()
        .map(function -> card(document, function, word));
  }

  private static Span nameOf(String text, CodeRegion function) {
    String symbol = function.symbol() == null ? "" : function.symbol();
    String name = symbol.substring(Math.max(symbol.lastIndexOf('.'), symbol.lastIndexOf(':')) + 1);
    return name.isEmpty()
        ? Span.NONE
        : NameTokens.find(text, name, function.start(), function.end());
  }

  private static SymbolCard card(Document document, CodeRegion function, Span name) {
    return new SymbolCard(
        name.start(),
        name.end(),
        "function",
        name.of(document.text()),
        "",
        "",
        SymbolCard.where(document, name.start(), function.start()),
        "",
        List.of(),
        null,
        new Code(
            document.uri(),
            document.languageId(),
            document.text(),
            List.of(new Span(function.start(), function.end())),
            "",
            List.of()));
  }
}

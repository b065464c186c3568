package dev.gloss.server.symbols;

import dev.gloss.server.names.Definition;
import dev.gloss.server.names.NameTable;
import dev.gloss.server.names.Names;
import dev.gloss.server.names.Target;
import dev.gloss.server.symbols.SymbolCard.Code;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cards of names in languages that have a grammar. Their facts are those that scopes tell.
final class NameCards {
  /// A type that is larger is no matter for a sentence.
  private static final int LONGEST_TYPE = 4000;

  private final Names names;

  /// @param names finds what they mean
  NameCards(Names names) {
    this.names = names;
  }

  /// The card of what stands at a place; empty where nobody can be sure what that is.
  Optional<SymbolCard> at(Document document, int offset) {
    Span name =
        document.analysis(NameTable.OF).flatMap(table -> table.nameAt(offset)).orElse(Span.NONE);
    return name.isNone()
        ? Optional.empty()
        : names.at(document, offset).map(target -> card(target, name));
  }

  private SymbolCard card(Target target, Span name) {
    Document document = target.document();
    Definition definition = target.definition();
    DeclarationText text = new DeclarationText(document, definition);
    return new SymbolCard(
        name.start(),
        name.end(),
        definition.kind(),
        definition.name().of(document.text()),
        text.signature(),
        definition.owner(),
        SymbolCard.where(document, definition.name().start(), definition.whole().start()),
        DocSentence.of(text.documentation()),
        facts(target),
        null,
        code(document, definition));
  }

  private List<String> facts(Target target) {
    Definition definition = target.definition();
    List<String> facts = new ArrayList<>();
    if (definition.isType()) {
      members(target).ifPresent(facts::add);
    }
    boolean inFile = definition.scope() >= 0 && definition.owner().isEmpty();
    if (inFile && (definition.isFunction() || definition.isVariable())) {
      names.uses(target).ifPresent(uses -> facts.addAll(UseLines.of(target, uses)));
    }
    return facts;
  }

  private static Optional<String> members(Target type) {
    String owner = type.definition().name().of(type.document().text());
    List<Definition> members = type.table().membersOf(owner);
    long methods = members.stream().filter(Definition::isFunction).count();
    long fields =
        members.stream()
            .filter(Definition::isVariable)
            .map(field -> field.name().of(type.document().text()))
            .distinct()
            .count();
    List<String> parts = new ArrayList<>();
    if (methods > 0) {
      parts.add(FactLines.count((int) methods, "method", "methods"));
    }
    if (fields > 0) {
      parts.add(FactLines.count((int) fields, "field", "fields"));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("Declares " + String.join(", ", parts) + " in its file.");
  }

  private static @Nullable Code code(Document document, Definition definition) {
    Span whole = definition.whole();
    boolean isShort = whole.end() - whole.start() <= LONGEST_TYPE;
    boolean told =
        definition.isFunction() && definition.body() >= 0 || definition.isType() && isShort;
    return told
        ? new Code(
            document.uri(), document.languageId(), document.text(), List.of(whole), "\n", List.of())
        : null;
  }
}

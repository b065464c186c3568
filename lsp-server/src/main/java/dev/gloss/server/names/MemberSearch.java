package dev.gloss.server.names;

import dev.gloss.server.names.Grammar.Trait;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds what names behind a dot mean, where the author wrote down the type of what stands before
/// it.
final class MemberSearch {
  private final Question question;
  private final OtherFiles files;
  private final PropertySearch properties;

  /// @param question what is asked about what stands before the dot
  MemberSearch(Question question, OtherFiles files) {
    this.question = question;
    this.files = files;
    this.properties = new PropertySearch(question, this);
  }

  /// What a name behind a dot means.
  ///
  /// @param depth steps that led here
  Meaning of(Document document, NameTable table, Use use, int depth) {
    String object = table.textOf(use.object());
    boolean isSelf = table.grammar().isSelf(object);
    boolean selfIsAName = table.grammar().has(Trait.SELF_IS_A_NAME);
    if (isSelf && !selfIsAName) {
      return ofSelf(document, table, use, depth);
    }
    Meaning meant = question.meaning(document, use.object().end(), depth + 1);
    if (meant.isModule()) {
      return files.exported(meant.files(), table.textOf(use.name()), depth + 1);
    }
    Target target = meant.target().orElse(null);
    if (target == null) {
      return Meaning.UNSURE;
    }
    if (isSelf && target.definition().kind().equals("parameter")) {
      return ofSelf(document, table, use, depth);
    }
    return typeOf(target, depth)
        .map(type -> memberOf(type, table.textOf(use.name()), use, depth))
        .orElse(Meaning.UNSURE);
  }

  /// The type of something, where the author wrote it down; a type is its own.
  private Optional<Target> typeOf(Target target, int depth) {
    Definition definition = target.definition();
    if (definition.isType()) {
      return definition.kind().equals("type parameter") ? Optional.empty() : real(target, depth);
    }
    return definition.type().isNone() || !definition.isVariable() || isAssignedAgain(target)
        ? Optional.empty()
        : typeAt(target.document(), definition.type(), depth);
  }

  /// The type that a name means.
  Optional<Target> typeAt(Document document, Span name, int depth) {
    return question
        .meaning(document, name.end(), depth + 1)
        .target()
        .filter(type -> type.definition().isType())
        .flatMap(type -> real(type, depth + 1));
  }

  /// Behind another name of a type, the type.
  private Optional<Target> real(Target type, int depth) {
    Definition definition = type.definition();
    return !definition.kind().equals("type") || definition.type().isNone()
        ? Optional.of(type)
        : typeAt(type.document(), definition.type(), depth);
  }

  /// Where types are not fixed, a second value may have another one.
  private static boolean isAssignedAgain(Target variable) {
    NameTable table = variable.table();
    Definition definition = variable.definition();
    return !table.grammar().has(Trait.IN_ORDER)
        && table.named(table.name(definition)).stream()
                .filter(d -> d.scope() == definition.scope())
                .count()
            > 1;
  }

  private Meaning ofSelf(Document document, NameTable table, Use use, int depth) {
    int scope = table.scopeOf(use.name());
    int methods = 0;
    while (scope > 0 && !table.scope(scope).is(Scope.Kind.TYPE)) {
      methods += table.scope(scope).is(Scope.Kind.METHOD) ? 1 : 0;
      scope = table.scope(scope).parent();
    }
    String owner = table.scope(scope).owner();
    return scope == 0 || methods > 1 || owner.isEmpty()
        ? Meaning.UNSURE
        : table
            .type(owner)
            .map(type -> new Target(document, type))
            .map(type -> memberOf(type, table.textOf(use.name()), use, depth))
            .orElse(Meaning.UNSURE);
  }

  private Meaning memberOf(Target type, String name, Use use, int depth) {
    NameTable table = type.table();
    String owner = table.name(type.definition());
    if (table.type(owner).isEmpty()) {
      return Meaning.UNSURE;
    }
    List<Document> parts = new ArrayList<>(List.of(type.document()));
    parts.addAll(files.siblings(type.document(), table));
    List<Target> found = new ArrayList<>();
    for (Document file : parts) {
      file.analysis(NameTable.OF)
          .orElseThrow()
          .members(owner, name)
          .filter(d -> !table.grammar().has(Trait.CALLS_APART) || d.isFunction() == use.called())
          .forEach(d -> found.add(new Target(file, d)));
    }
    if (found.isEmpty()) {
      return inherited(type, name, use, depth);
    }
    // A field may be assigned in several methods, where nothing else declares it.
    boolean isOne =
        table.grammar().has(Trait.SELF_IS_A_NAME)
            && found.stream().allMatch(member -> member.definition().isVariable());
    boolean mayBeInherited =
        found.stream().allMatch(m -> isMereAssignment(table, m.definition()))
            && properties.inherits(type, name, true, depth);
    return !mayBeInherited && (found.size() == 1 || isOne && parts.size() == 1)
        ? Meaning.of(found.getFirst())
        : Meaning.UNSURE;
  }

  private static boolean isMereAssignment(NameTable table, Definition member) {
    return member.isAssigned() && !table.isAnnotated(member);
  }

  /// Whether a declaration only assigns to what its type inherits.
  boolean isOfInherited(Document document, NameTable table, Definition own, int depth) {
    return isMereAssignment(table, own)
        && table
            .type(own.owner())
            .map(type -> new Target(document, type))
            .filter(type -> properties.inherits(type, table.name(own), false, depth))
            .isPresent();
  }

  /// What the only type has that it extends.
  private Meaning inherited(Target type, String name, Use use, int depth) {
    List<Span> bases = type.definition().bases();
    return bases.size() != 1
        ? Meaning.UNSURE
        : typeAt(type.document(), bases.getFirst(), depth)
            .map(base -> memberOf(base, name, use, depth + 1))
            .orElse(Meaning.UNSURE);
  }
}

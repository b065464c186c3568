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
  private final Names names;
  private final OtherFiles files;
  private final PropertySearch properties;

  /// @param names what is asked about what stands before the dot
  MemberSearch(Names names, OtherFiles files) {
    this.names = names;
    this.files = files;
    this.properties = new PropertySearch(names, this);
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
    Meaning meant = names.meaning(document, use.object().end(), depth + 1);
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
    return names
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
    NameTable table = variable.document().analysis(NameTable.OF).orElseThrow();
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
    List<Definition> types = table.named(owner).stream().filter(Definition::isType).toList();
    return scope == 0 || methods > 1 || owner.isEmpty() || types.size() != 1
        ? Meaning.UNSURE
        : memberOf(new Target(document, types.getFirst()), table.textOf(use.name()), use, depth);
  }

  private Meaning memberOf(Target type, String name, Use use, int depth) {
    NameTable table = type.document().analysis(NameTable.OF).orElseThrow();
    String owner = table.name(type.definition());
    if (table.named(owner).stream().filter(Definition::isType).count() != 1) {
      return Meaning.UNSURE;
    }
    List<Document> parts = new ArrayList<>(List.of(type.document()));
    parts.addAll(files.siblings(type.document(), table));
    List<Target> found = new ArrayList<>();
    for (Document file : parts) {
      file.analysis(NameTable.OF).orElseThrow().named(name).stream()
          .filter(d -> d.owner().equals(owner))
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
    List<Definition> types = table.named(own.owner()).stream().filter(Definition::isType).toList();
    return isMereAssignment(table, own)
        && types.size() == 1
        && properties.inherits(
            new Target(document, types.getFirst()), table.name(own), false, depth);
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

package dev.gloss.server.names;

import dev.gloss.server.names.Grammar.Trait;
import dev.gloss.server.workspace.Document;
import java.util.List;

/// Finds what bare names mean, by the scopes around them.
final class ScopeSearch {
  private final OtherFiles files;

  /// @param files what is asked where the file itself does not tell
  ScopeSearch(OtherFiles files) {
    this.files = files;
  }

  /// What a name means.
  ///
  /// @param depth steps that led here
  Meaning of(Document document, NameTable table, Use use, int depth) {
    String name = table.textOf(use.name());
    if (table.isHiddenMacro(name)) {
      return Meaning.UNSURE;
    }
    boolean hidden = table.grammar().has(Trait.HIDDEN_RECEIVER) && use.kind() == Use.Kind.NAME;
    boolean received = false;
    boolean behindMacro = false;
    boolean direct = true;
    int scope = table.scopeOf(use.name());
    while (scope >= 0) {
      Scope around = table.scope(scope);
      Integer sent = table.sentElsewhere(scope, name);
      if (sent != null) {
        scope = sent;
        direct = false;
        continue;
      }
      if (received && (around.isOpen() || around.is(Scope.Kind.TYPE))) {
        // Of what it is received from, something of that name may come first.
        return Meaning.UNSURE;
      }
      if (behindMacro && around.isOpen() && files.declareMember(document, table, name, depth)) {
        return Meaning.UNSURE;
      }
      boolean seen =
          !around.is(Scope.Kind.TYPE)
              || hidden
              || direct && table.grammar().has(Trait.MEMBERS_IN_BODY);
      Meaning found = seen ? in(document, table, scope, use, depth) : Meaning.NOTHING;
      if (direct && isAhead(table, use, found)) {
        return Meaning.UNSURE;
      }
      if (!found.isNothing()) {
        return hidden && use.called() && isOverloaded(document, table, around, found, depth)
            ? Meaning.UNSURE
            : found;
      }
      received |= hidden && (around.is(Scope.Kind.TYPE) || around.is(Scope.Kind.METHOD));
      behindMacro |= hidden && around.is(Scope.Kind.MACRO);
      direct &= !around.isFunction();
      scope = around.is(Scope.Kind.MODULE) ? -1 : around.parent();
    }
    return files.beyond(document, table, use, depth);
  }

  /// Where a variable is first assigned, if it is assigned again there; else the declaration.
  Meaning first(Document document, NameTable table, Definition own) {
    boolean isOther = own.kind().equals("field") && !table.grammar().has(Trait.SELF_IS_A_NAME);
    if (own.isVariable() && own.scope() >= 0 && !isOther && !table.grammar().has(Trait.IN_ORDER)) {
      for (Definition other : table.named(table.name(own))) {
        boolean apart = other.isOnlyType() && table.grammar().has(Trait.TYPES_APART);
        if (other.scope() == own.scope() && !apart) {
          return other.isVariable() ? Meaning.of(document, other) : Meaning.UNSURE;
        }
      }
    }
    return Meaning.of(document, own);
  }

  private Meaning in(Document document, NameTable table, int scope, Use use, int depth) {
    String name = table.textOf(use.name());
    if (table.isUnsure(scope, name)) {
      return Meaning.UNSURE;
    }
    Scope around = table.scope(scope);
    if (around.is(Scope.Kind.TYPE)
        && table.grammar().has(Trait.INCLUDES)
        && around.owner().equals(name)) {
      // In a type of C++ its name means the type, whatever it inherits.
      return table.type(name).map(type -> Meaning.of(document, type)).orElse(Meaning.UNSURE);
    }
    List<Definition> here =
        table.named(name).stream()
            .filter(d -> d.scope() == scope)
            .filter(d -> fits(table, d, use))
            .filter(d -> d.visibleFrom() <= use.name().start())
            .toList();
    List<Import> taken =
        table.imports().stream()
            .filter(i -> i.scope() == scope && !i.handedOn() && i.local().equals(name))
            .toList();
    if (!taken.isEmpty()) {
      return taken.size() == 1 && here.isEmpty()
          ? files.follow(document, table, taken.getFirst(), depth)
          : Meaning.UNSURE;
    }
    return here.stream().anyMatch(d -> table.isConditional(d, use.name()))
        ? Meaning.UNSURE
        : choose(document, table, here);
  }

  /// Whether a value is used before the scope that it was found in gives it one: there the name has
  /// another meaning still.
  private static boolean isAhead(NameTable table, Use use, Meaning found) {
    Definition definition = found.target().map(Target::definition).orElse(null);
    return definition != null
        && table.grammar().has(Trait.MEMBERS_IN_BODY)
        && definition.isVariable()
        && !definition.kind().equals("parameter")
        && definition.whole().end() > use.name().start()
        && !definition.whole().equals(definition.name());
  }

  /// Whether a call may mean another function of that name: one that is inherited, included, or
  /// stands in another file of the package.
  private boolean isOverloaded(
      Document document, NameTable table, Scope around, Meaning found, int depth) {
    Definition definition = found.target().map(Target::definition).orElse(null);
    if (definition == null || !around.isOpen() && !around.is(Scope.Kind.TYPE)) {
      return false;
    }
    return around.is(Scope.Kind.TYPE)
        ? !definition.isFunction()
            || table.named(around.owner()).stream().anyMatch(type -> !type.bases().isEmpty())
        : files.declareAnother(document, table, definition, depth);
  }

  /// Whether a declaration is of the kind that a name speaks of.
  static boolean fits(NameTable table, Definition definition, Use use) {
    return switch (use.kind()) {
      case TYPE -> definition.isType();
      case TAG -> definition.isType() && !definition.kind().equals("type");
      default -> !definition.isOnlyType() || !table.grammar().has(Trait.TYPES_APART);
    };
  }

  /// The one that is meant of those of one scope.
  static Meaning choose(Document document, NameTable table, List<Definition> candidates) {
    if (candidates.size() <= 1) {
      return candidates.stream()
          .findFirst()
          .map(only -> Meaning.of(document, only))
          .orElse(Meaning.NOTHING);
    }
    if (table.grammar().has(Trait.DECLARED_AHEAD)
        && candidates.stream().allMatch(Definition::isFunction)) {
      List<Definition> written = candidates.stream().filter(d -> d.body() >= 0).toList();
      return written.size() > 1
          ? Meaning.UNSURE
          : Meaning.of(document, written.isEmpty() ? candidates.getFirst() : written.getFirst());
    }
    if (!candidates.stream().allMatch(Definition::isVariable)) {
      return Meaning.UNSURE;
    }
    boolean last =
        table.grammar().has(Trait.IN_ORDER) && !table.grammar().has(Trait.REDECLARED_IS_SAME);
    return Meaning.of(document, last ? candidates.getLast() : candidates.getFirst());
  }
}

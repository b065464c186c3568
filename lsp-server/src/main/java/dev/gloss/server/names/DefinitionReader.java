package dev.gloss.server.names;

import dev.gloss.server.workspace.Span;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/// Makes a [Definition] of what a pattern found: where its name is seen, and what it is to a
/// person.
final class DefinitionReader {
  private static final Set<String> MEMBERS = Set.of("method", "field", "enum constant");

  private final Grammar grammar;
  private final String text;
  private final List<Scope> scopes;
  private final NavigableMap<Integer, Span> after;
  private final Map<Integer, Map<String, Integer>> elsewhere;

  /// @param after declarations behind which only their names are seen, by where they begin
  /// @param elsewhere by scopes and names, the scope that a name belongs to instead
  DefinitionReader(
      Grammar grammar,
      String text,
      List<Scope> scopes,
      NavigableMap<Integer, Span> after,
      Map<Integer, Map<String, Integer>> elsewhere) {
    this.grammar = grammar;
    this.text = text;
    this.scopes = scopes;
    this.after = after;
    this.elsewhere = elsewhere;
  }

  /// @param captures of one pattern
  /// @param bases where the names of the types stand that it extends
  Definition read(Map<String, Span> captures, List<Span> bases) {
    Map.Entry<String, Span> definition =
        captures.entrySet().stream()
            .filter(capture -> capture.getKey().startsWith(TreeQuery.DEFINITION))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("a name without a definition"));
    String[] words = definition.getKey().substring(TreeQuery.DEFINITION.length()).split("\\.", 2);
    String place = words.length > 1 ? words[1] : "";
    Span whole = definition.getValue();
    Span name = captures.getOrDefault("name", Span.NONE);
    int around = around(whole, name, place);
    if (scopes.get(around).is(Scope.Kind.TEMPLATE) && !words[0].endsWith("parameter")) {
      around = scopes.get(around).parent();
    }
    around = elsewhere.getOrDefault(around, Map.of()).getOrDefault(name.of(text), around);
    String kind = kind(words[0].replace('_', ' '), around, captures.containsKey("owner"));
    boolean hasOwner = captures.containsKey("owner") && !captures.containsKey("scope.type");
    String owner =
        hasOwner
            ? captures.getOrDefault("owner", Span.NONE).of(text)
            : ownerOf(place.equals("member") ? typeAround(around) : around);
    return new Definition(
        kind,
        whole,
        name,
        visibleFrom(whole, around),
        captures.getOrDefault("body", Span.NONE).start(),
        place.equals("property")
                || isLoose(kind, around, hasOwner)
                || isConstructor(kind, name, owner)
            ? -1
            : around,
        owner,
        captures.getOrDefault("type", Span.NONE),
        bases,
        captures.containsKey("keyword") ? captures.getOrDefault("keyword", Span.NONE).of(text) : "",
        captures.getOrDefault("doc", Span.NONE));
  }

  /// The number of the scope in which a name is declared.
  private int around(Span whole, Span name, String place) {
    int scope = ScopeReader.innermost(scopes, whole);
    if (place.equals("file")) {
      return 0;
    }
    if (place.equals("inner")) {
      return scope;
    }
    // A function's own scope begins with it, and does not hold its name.
    while (scope > 0
        && !whole.equals(name)
        && scopes.get(scope).span().equals(whole)
        && !scopes.get(scope).is(Scope.Kind.TYPE)) {
      scope = scopes.get(scope).parent();
    }
    return switch (place) {
      case "hoisted" -> {
        while (scope > 0 && scopes.get(scope).is(Scope.Kind.BLOCK)) {
          scope = scopes.get(scope).parent();
        }
        yield scope;
      }
      case "property" -> typeAround(scope);
      default -> scope;
    };
  }

  private int typeAround(int from) {
    int scope = from;
    while (scope > 0 && !scopes.get(scope).is(Scope.Kind.TYPE)) {
      scope = scopes.get(scope).parent();
    }
    return scope;
  }

  private String ownerOf(int scope) {
    return scopes.get(scope).is(Scope.Kind.TYPE) ? scopes.get(scope).owner() : "";
  }

  private String kind(String word, int around, boolean hasOwner) {
    Scope scope = scopes.get(around);
    boolean isMember = scope.is(Scope.Kind.TYPE);
    return switch (word) {
      case "function" -> isMember || hasOwner ? "method" : "function";
      case "variable" -> isMember ? "field" : scope.isOpen() ? "variable" : "local variable";
      default -> word;
    };
  }

  /// Members of what has no name, and parameters of what has no body, are seen by nobody.
  private boolean isLoose(String kind, int around, boolean hasOwner) {
    Scope scope = scopes.get(around);
    if (MEMBERS.contains(kind)) {
      return hasOwner || !scope.is(Scope.Kind.TYPE);
    }
    return kind.equals("parameter") && (scope.isOpen() || scope.is(Scope.Kind.TYPE));
  }

  /// In a class of C++ its name means the class.
  private boolean isConstructor(String kind, Span name, String owner) {
    return kind.equals("method")
        && grammar.has(Grammar.Trait.INCLUDES)
        && name.of(text).equals(owner);
  }

  private int visibleFrom(Span whole, int around) {
    if (!grammar.has(Grammar.Trait.IN_ORDER)) {
      return 0;
    }
    Scope scope = scopes.get(around);
    boolean inOrder =
        scope.isFunction()
            || scope.is(Scope.Kind.BLOCK)
            || scope.isOpen() && grammar.has(Grammar.Trait.FILE_IN_ORDER);
    int from = inOrder ? whole.start() : 0;
    if (inOrder) {
      for (Span span :
          after.subMap(scope.span().start(), true, whole.start(), true).descendingMap().values()) {
        if (span.contains(whole)) {
          return Math.max(from, span.end());
        }
      }
    }
    return from;
  }
}

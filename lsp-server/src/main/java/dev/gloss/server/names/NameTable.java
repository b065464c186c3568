package dev.gloss.server.names;

import dev.gloss.prompts.javac.Nesting;
import dev.gloss.server.workspace.Analysis;
import dev.gloss.server.workspace.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The names of one file. Immutable.
public final class NameTable {
  /// Longer texts have no table.
  static final int LONGEST = 250_000;

  /// The parser is machine code that calls itself for each bracket.
  private static final int DEEPEST = 1000;

  /// The names of a document; empty where its language has no grammar, or it is too much for one.
  public static final Analysis<Optional<NameTable>> OF =
      new Analysis<>(document -> read(document.text(), document.languageId()));

  private final Grammar grammar;
  private final String text;
  private final List<Scope> scopes;
  private final List<Definition> definitions;
  private final NavigableMap<Integer, Use> uses;
  private final List<Import> imports;
  private final Map<Integer, Set<String>> unsure;
  private final Set<String> macros;
  private final Map<Integer, Map<String, Integer>> elsewhere;
  private final List<Span> outside;
  private final List<Span> conditional;
  private final String packageName;
  private final String defaultExport;
  private final Map<String, List<Definition>> byName = new HashMap<>();

  NameTable(NameTableBuilder made) {
    this.grammar = made.grammar();
    this.text = made.text();
    this.scopes = made.scopes();
    this.definitions = made.definitions();
    this.uses = new TreeMap<>(made.uses());
    this.imports = made.imports();
    this.unsure = made.unsure();
    this.macros = made.macros();
    this.elsewhere = made.elsewhere();
    this.outside = made.outside();
    this.conditional = made.conditional();
    this.packageName = made.packageName();
    this.defaultExport = made.defaultExport();
    for (Definition definition : definitions) {
      byName.computeIfAbsent(name(definition), name -> new ArrayList<>()).add(definition);
    }
  }

  private static Optional<NameTable> read(String text, String languageId) {
    Optional<Grammar> grammar = Grammar.of(languageId, text);
    Optional<TreeQuery> query = grammar.flatMap(Grammar::query);
    return query.isEmpty() || text.length() > LONGEST || Nesting.isDeeper(text, DEEPEST)
        ? Optional.empty()
        : NameTableBuilder.read(grammar.orElseThrow(), query.get(), text);
  }

  Grammar grammar() {
    return grammar;
  }

  String name(Definition definition) {
    return definition.name().of(text);
  }

  String textOf(Span span) {
    return span.of(text);
  }

  Scope scope(int number) {
    return scopes.get(number);
  }

  /// All that it declares, in the order in which it stands.
  public List<Definition> definitions() {
    return definitions;
  }

  /// All that it declares under a name, in the order in which it stands.
  List<Definition> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /// The type of a name; empty where there is none, or where nobody knows which of several is
  /// meant.
  Optional<Definition> type(String name) {
    List<Definition> types = named(name).stream().filter(Definition::isType).toList();
    return types.size() == 1 ? Optional.of(types.getFirst()) : Optional.empty();
  }

  /// What it declares as members of a type under a name.
  Stream<Definition> members(String owner, String name) {
    return named(name).stream().filter(d -> d.owner().equals(owner));
  }

  /// What it declares as members of a type.
  public List<Definition> membersOf(String owner) {
    return definitions.stream().filter(d -> d.owner().equals(owner)).toList();
  }

  /// The names that speak of something, in the order in which they stand.
  Iterable<Use> uses() {
    return uses.values();
  }

  /// Where the names stand, one behind the other, that speak of something or are imported; none is
  /// a declaration.
  public List<Span> speaking() {
    NavigableMap<Integer, Span> names = new TreeMap<>();
    uses.values().forEach(use -> names.put(use.name().start(), use.name()));
    imports.stream()
        .map(Import::site)
        .filter(site -> !site.isNone())
        .forEach(site -> names.put(site.start(), site));
    return List.copyOf(names.values());
  }

  List<Import> imports() {
    return imports;
  }

  /// The name of the package, where files say one.
  String packageName() {
    return packageName;
  }

  /// What other files get who import none of its names; empty where that has no name.
  String defaultExport() {
    return defaultExport;
  }

  /// The declaration whose own name stands at a place.
  Optional<Definition> definitionAt(int offset) {
    return definitions.stream().filter(d -> d.name().touches(offset)).findFirst();
  }

  /// The name at a place that speaks of something.
  Optional<Use> useAt(int offset) {
    Map.Entry<Integer, Use> entry = uses.floorEntry(offset);
    return entry != null && entry.getValue().name().touches(offset)
        ? Optional.of(entry.getValue())
        : Optional.empty();
  }

  /// Where the name stands that a place lies in; empty where it lies in none.
  public Optional<Span> nameAt(int offset) {
    return definitionAt(offset)
        .map(Definition::name)
        .or(() -> importAt(offset).map(i -> i.site().touches(offset) ? i.site() : i.localSite()))
        .or(() -> useAt(offset).map(Use::name));
  }

  /// The name at a place that is taken from another file.
  Optional<Import> importAt(int offset) {
    return imports.stream()
        .filter(
            i ->
                !i.site().isNone() && i.site().touches(offset)
                    || !i.localSite().isNone() && i.localSite().touches(offset))
        .findFirst();
  }

  /// The number of the innermost scope in which a name at that place is looked for.
  int scopeOf(Span name) {
    int scope = innermost(name);
    for (Span span : outside) {
      // A default value stands in the function, but is looked at from outside of it.
      if (span.contains(name) && scopes.get(scope).span().contains(span)) {
        int of = innermost(span);
        if (of == scope && !scopes.get(scope).span().equals(span)) {
          return Math.max(0, scopes.get(scope).parent());
        }
      }
    }
    return scope;
  }

  /// The number of the innermost scope around a stretch.
  int innermost(Span span) {
    return ScopeReader.innermost(scopes, span);
  }

  /// Whether a declaration says of what type its name is, as Python's may.
  boolean isAnnotated(Definition definition) {
    int at = definition.name().end();
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return text.startsWith(":", at);
  }

  /// Whether a declaration may be left out where a name of it is seen.
  ///
  /// @param seen where the name is; none in another file
  boolean isConditional(Definition definition, Span seen) {
    return conditional.stream()
        .anyMatch(
            span -> span.contains(definition.name()) && (seen.isNone() || !span.contains(seen)));
  }

  /// The names of the namespaces in which a scope is.
  Set<String> namespaces(int scope) {
    Set<String> names = new HashSet<>();
    for (int i = scope; i > 0; i = scopes.get(i).parent()) {
      if (scopes.get(i).is(Scope.Kind.NAMESPACE)) {
        names.add(scopes.get(i).owner());
      }
    }
    return names;
  }

  /// Whether a name is declared in a scope in some way that nobody here understands.
  boolean isUnsure(int scope, String name) {
    return unsure.getOrDefault(scope, Set.of()).contains(name);
  }

  /// Whether a name is that of a macro whose definition is not among the declarations.
  boolean isHiddenMacro(String name) {
    return macros.contains(name);
  }

  /// The scope to which a name belongs by a word of the author's (`global`), or null.
  @Nullable Integer sentElsewhere(int scope, String name) {
    return elsewhere.getOrDefault(scope, Map.of()).get(name);
  }
}

package dev.gloss.server.names;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a [NameTable] of what a query finds. The names of its captures are
///
/// - `scope.function`, `scope.method`, `scope.macro`, `scope.block`, `scope.type` (with `owner`),
///   `scope.template`, `scope.namespace`, `scope.module`;
/// - `definition.KIND` with `name`, and where they are there `body`, `type`, `owner`, `keyword`,
///   `doc`, `base`; of KIND a `_` is a blank; `.hoisted`, `.inner`, `.property` and `.member` at
///   its end send the name to the function around, into its own scope, to the type around, and to
///   both;
/// - `name.use`, `type.use`, `tag.use`, `member` with `object`, `other`, and `called` for what is
///   called;
/// - `import` with `module`, `imported`, `local`, `all`, `handed.on`;
/// - `unsure` for a name that is declared there in some way; `opaque` for a stretch in which names
///   say nothing; `outside` for one that is looked at from outside of its function; `after` for one
///   behind which only the names are seen that are declared in it; `global` and `nonlocal`;
///   `conditional` for one that may be left out; `package`, `default`, `base` with `of` (a type
///   that a type extends).
final class NameTableBuilder {
  private static final Pattern MACRO = Pattern.compile("(?m)^[ \\t]*#[ \\t]*define[ \\t]+(\\w+)");

  private final Grammar grammar;
  private final String text;
  private List<Scope> scopes = List.of();
  private final NavigableMap<Integer, Use> uses = new TreeMap<>();
  private final List<Found> found = new ArrayList<>();
  private final Set<Span> opaque = new HashSet<>();
  private List<Definition> definitions = List.of();
  private final Set<Span> names = new HashSet<>();
  private final List<Import> imports = new ArrayList<>();
  private final Map<Integer, Set<String>> unsure = new HashMap<>();
  private final Set<String> macros = new HashSet<>();
  private final Map<Integer, Map<String, Integer>> elsewhere = new HashMap<>();
  private final List<Span> outside = new ArrayList<>();
  private final List<Span> conditional = new ArrayList<>();
  private String packageName = "";
  private String defaultExport = "";

  private NameTableBuilder(Grammar grammar, String text) {
    this.grammar = grammar;
    this.text = text;
  }

  /// Reads a text; empty where that takes too long.
  static Optional<NameTable> read(Grammar grammar, TreeQuery query, String text) {
    NameTableBuilder builder = new NameTableBuilder(grammar, text);
    boolean all =
        query.run(
            text,
            (pattern, captures) -> builder.found.add(declared(new Found(pattern, captures), text)));
    if (!all) {
      return Optional.empty();
    }
    builder.build();
    return Optional.of(new NameTable(builder));
  }

  private void build() {
    scopes = ScopeReader.read(found, text);
    readElsewhere();
    readDefinitions();
    for (Found match : found) {
      readUse(match);
      readImport(match);
      readUnsure(match);
      readRest(match);
    }
    readMacros();
    opaque.forEach(span -> uses.subMap(span.start(), span.end()).clear());
    names.forEach(name -> uses.remove(name.start()));
  }

  private void readDefinitions() {
    NavigableMap<Integer, Span> after = new TreeMap<>();
    Map<Span, List<Span>> bases = new HashMap<>();
    Map<Integer, Found> byName = new TreeMap<>();
    for (Found match : found) {
      if (match.has("after")) {
        after.put(match.of("after").start(), match.of("after"));
      }
      if (match.has("base")) {
        bases.computeIfAbsent(match.of("of"), name -> new ArrayList<>()).add(match.of("base"));
      }
      if (match.has("name") && isOfItsObject(match) && !match.of("name").of(text).equals("_")) {
        // The pattern that stands first in the query knows best.
        byName.merge(match.of("name").start(), match, (a, b) -> a.pattern() <= b.pattern() ? a : b);
      }
    }
    DefinitionReader reader = new DefinitionReader(grammar, text, scopes, after, elsewhere);
    definitions =
        byName.values().stream()
            .filter(match -> !isBroken(match))
            .map(
                match ->
                    reader.read(match.captures(), bases.getOrDefault(match.of("name"), List.of())))
            .toList();
    definitions.forEach(definition -> names.add(definition.name()));
  }

  /// What the parser did not understand declares nobody knows what. Of a function's body that may
  /// be so while somebody types.
  private static boolean isBroken(Found match) {
    return match.has(TreeQuery.BROKEN) && !match.has("body");
  }

  /// A name in a pattern, which declares it if it is in small letters.
  private static Found declared(Found match, String text) {
    Span name = match.of("pattern");
    return !name.isNone() && Character.isLowerCase(text.charAt(name.start()))
        ? new Found(match.pattern(), Map.of("name", name, "definition.variable", name))
        : match;
  }

  /// What is assigned to a part of something else than the object itself declares nothing.
  private boolean isOfItsObject(Found match) {
    return !match.has("self") || grammar.isSelf(match.of("self").of(text));
  }

  private void readUse(Found match) {
    Span called = match.of("called");
    Span tag = match.of("tag");
    Use use =
        match.has("other") || !tag.isNone() && Character.isLowerCase(text.charAt(tag.start()))
            ? new Use(tag.isNone() ? match.of("other") : tag, Use.Kind.OTHER, Span.NONE, false)
            : match.has("member")
                ? new Use(match.of("member"), Use.Kind.MEMBER, match.of("object"), false)
                : match.has("tag.use")
                    ? new Use(match.of("tag.use"), Use.Kind.TAG, Span.NONE, false)
                    : match.has("type.use")
                        ? new Use(match.of("type.use"), Use.Kind.TYPE, Span.NONE, false)
                        : match.has("name.use")
                            ? new Use(match.of("name.use"), Use.Kind.NAME, Span.NONE, false)
                            : null;
    if (use != null) {
      uses.merge(use.name().start(), use, NameTableBuilder::better);
    }
    if (!called.isNone()) {
      uses.merge(
          called.start(),
          new Use(called, Use.Kind.NAME, Span.NONE, true),
          NameTableBuilder::better);
    }
  }

  private static Use better(Use a, Use b) {
    Use strong = a.kind().compareTo(b.kind()) >= 0 ? a : b;
    return new Use(strong.name(), strong.kind(), strong.object(), a.called() || b.called());
  }

  private void readImport(Found match) {
    if (!match.has("import")) {
      return;
    }
    Span imported = match.of("imported");
    Span local = match.of("local");
    String module = match.has("module") ? unquoted(match.of("module").of(text)) : "";
    String name = imported.isNone() ? "" : imported.of(text);
    String localName =
        match.has("all")
            ? ""
            : !local.isNone()
                ? local.of(text)
                : !name.isEmpty() ? name : grammar.modules().localName(module);
    imports.add(
        new Import(
            imported,
            localName,
            local,
            module,
            match.has("default.import") ? Modules.DEFAULT : name,
            match.has("handed.on"),
            ScopeReader.innermost(scopes, match.of("import"))));
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && "\"'`<".indexOf(text.charAt(0)) >= 0;
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private void readUnsure(Found match) {
    Span name = isBroken(match) ? match.of("name") : match.of("unsure");
    if (!name.isNone() && !names.contains(name)) {
      unsure
          .computeIfAbsent(ScopeReader.innermost(scopes, name), scope -> new HashSet<>())
          .add(name.of(text));
    }
  }

  /// Within brackets the parser takes a macro's definition for something else.
  private void readMacros() {
    if (!grammar.has(Grammar.Trait.INCLUDES)) {
      return;
    }
    Matcher macro = MACRO.matcher(text);
    while (macro.find()) {
      if (!names.contains(new Span(macro.start(1), macro.end(1)))) {
        macros.add(macro.group(1));
      }
    }
  }

  /// As what keeps a header from being read twice.
  private boolean coversTheFile(Span span) {
    return 2 * (span.end() - span.start()) > text.length();
  }

  private void readRest(Found match) {
    if (match.has("opaque")) {
      opaque.add(match.of("opaque"));
    }
    if (match.has("conditional") && !coversTheFile(match.of("conditional"))) {
      conditional.add(match.of("conditional"));
    }
    if (match.has("outside")) {
      outside.add(match.of("outside"));
    }
    if (match.has("package")) {
      packageName = match.of("package").of(text);
    }
    if (match.has("default")) {
      defaultExport = match.of("default").of(text);
    }
  }

  /// Names that belong to another scope than the one that they are assigned in.
  private void readElsewhere() {
    for (Found match : found) {
      for (String word : List.of("global", "nonlocal")) {
        if (match.has(word)) {
          Span name = match.of(word);
          int scope = ScopeReader.innermost(scopes, name);
          elsewhere
              .computeIfAbsent(scope, number -> new HashMap<>())
              .put(name.of(text), word.equals("global") ? 0 : scopes.get(scope).parent());
        }
      }
    }
  }

  Grammar grammar() {
    return grammar;
  }

  String text() {
    return text;
  }

  List<Scope> scopes() {
    return scopes;
  }

  List<Definition> definitions() {
    return definitions;
  }

  Map<Integer, Use> uses() {
    return uses;
  }

  List<Import> imports() {
    return List.copyOf(imports);
  }

  Map<Integer, Set<String>> unsure() {
    return unsure;
  }

  Set<String> macros() {
    return macros;
  }

  Map<Integer, Map<String, Integer>> elsewhere() {
    return elsewhere;
  }

  List<Span> outside() {
    return List.copyOf(outside);
  }

  List<Span> conditional() {
    return List.copyOf(conditional);
  }

  String packageName() {
    return packageName;
  }

  String defaultExport() {
    return defaultExport;
  }
}

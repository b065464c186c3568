package dev.gloss.server.names;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterC;
import org.treesitter.TreeSitterCpp;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterKotlin;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterTsx;
import org.treesitter.TreeSitterTypescript;

/// The languages whose names are known, and in what their scopes differ.
enum Grammar {
  PYTHON(
      "python",
      List.of("python"),
      TreeSitterPython::new,
      new PythonModules(),
      Set.of(Trait.MEMBERS_IN_BODY, Trait.SELF_IS_A_NAME)),
  JAVASCRIPT(
      "javascript",
      List.of("script", "javascript", "jsx"),
      TreeSitterJavascript::new,
      new ScriptModules(),
      Set.of()),
  TYPESCRIPT(
      "typescript",
      List.of("script", "typescript"),
      TreeSitterTypescript::new,
      new ScriptModules(),
      Set.of(Trait.TYPES_APART)),
  TSX(
      "typescriptreact",
      List.of("script", "typescript", "jsx"),
      TreeSitterTsx::new,
      new ScriptModules(),
      Set.of(Trait.TYPES_APART)),
  GO(
      "go",
      List.of("go"),
      TreeSitterGo::new,
      new GoModules(),
      Set.of(Trait.IN_ORDER, Trait.FOLDER_IS_ONE, Trait.REDECLARED_IS_SAME)),
  RUST(
      "rust",
      List.of("rust"),
      TreeSitterRust::new,
      Modules.UNKNOWN,
      Set.of(Trait.IN_ORDER, Trait.CALLS_APART, Trait.TYPES_APART, Trait.NAMES_IN_TEXT)),
  C(
      "c",
      List.of("c"),
      TreeSitterC::new,
      new IncludedFiles(),
      Set.of(Trait.IN_ORDER, Trait.FILE_IN_ORDER, Trait.INCLUDES, Trait.DECLARED_AHEAD)),
  CPP(
      "cpp",
      List.of("cpp-values", "c", "cpp"),
      TreeSitterCpp::new,
      new IncludedFiles(),
      Set.of(Trait.IN_ORDER, Trait.FILE_IN_ORDER, Trait.HIDDEN_RECEIVER, Trait.INCLUDES)),
  KOTLIN(
      "kotlin",
      List.of("kotlin"),
      TreeSitterKotlin::new,
      Modules.UNKNOWN,
      Set.of(Trait.IN_ORDER, Trait.HIDDEN_RECEIVER, Trait.FOLDER_IS_ONE));

  /// In what languages differ.
  enum Trait {
    /// Within functions and blocks a name is seen behind its declaration only.
    IN_ORDER,
    /// Outside of all functions, too, and some of it may be left out by the preprocessor.
    FILE_IN_ORDER,
    /// A second declaration of a variable in the same scope is an assignment to the first.
    REDECLARED_IS_SAME,
    /// Members are seen by their bare names in the type's own body, but not in its functions.
    MEMBERS_IN_BODY,
    /// A bare name may be a member of the type around, or of some receiver.
    HIDDEN_RECEIVER,
    /// The files of a folder share what they declare.
    FOLDER_IS_ONE,
    /// A field and a method may have the same name.
    CALLS_APART,
    /// A function may be declared before it is written down.
    DECLARED_AHEAD,
    /// Types have a space of names of their own.
    TYPES_APART,
    /// Names are also used where the parser sees mere text.
    NAMES_IN_TEXT,
    /// The object at work is a parameter of that name.
    SELF_IS_A_NAME,
    /// All names of an import are put in its place.
    INCLUDES
  }

  private static final Set<String> SELF = Set.of("self", "this", "Self", "cls");

  /// A header's ending does not tell C from C++.
  private static final Pattern CPP_WORDS =
      Pattern.compile("(?m)^[ \\t]*(?:class[ \\t]+\\w+|namespace[ \\t]+\\w+|template[ \\t]*<)");

  private final String languageId;
  private final List<String> queries;
  private final Supplier<TSLanguage> language;
  private final Modules modules;
  private final Set<Trait> traits;
  private @Nullable TreeQuery query;
  private @Nullable String failure;

  /// @param languageId as LSP names it
  /// @param queries the names of the files whose patterns it has, some in common with others
  Grammar(
      String languageId,
      List<String> queries,
      Supplier<TSLanguage> language,
      Modules modules,
      Set<Trait> traits) {
    this.languageId = languageId;
    this.queries = queries;
    this.language = language;
    this.modules = modules;
    this.traits = traits;
  }

  /// The grammar of a text, if there is one.
  static Optional<Grammar> of(String languageId, String text) {
    String name =
        languageId.equals("javascriptreact")
            ? "javascript"
            : languageId.equals("c") && CPP_WORDS.matcher(text).find() ? "cpp" : languageId;
    for (Grammar grammar : values()) {
      if (grammar.languageId.equals(name)) {
        return Optional.of(grammar);
      }
    }
    return Optional.empty();
  }

  /// As LSP names the language.
  String languageId() {
    return languageId;
  }

  /// Why this machine has no parser for it.
  Optional<String> obstacle() {
    return query().isPresent() ? Optional.empty() : Optional.ofNullable(failure);
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /// Whether a word stands for the object at work, or for its type.
  boolean isSelf(String word) {
    return SELF.contains(word) && (this != PYTHON || !word.equals("this"));
  }

  /// How files of this language name each other.
  Modules modules() {
    return modules;
  }

  /// What is asked of its trees; empty where this machine has no parser for it.
  synchronized Optional<TreeQuery> query() {
    if (query == null && failure == null) {
      try {
        query = new TreeQuery(language.get(), text());
      } catch (RuntimeException | LinkageError e) {
        // The parser is machine code, which not every system has or lets in.
        failure = String.valueOf(e.getMessage());
      }
    }
    return Optional.ofNullable(query);
  }

  private String text() {
    return queries.stream()
        .map(name -> Resource.text(name + ".scm"))
        .collect(Collectors.joining("\n"));
  }
}

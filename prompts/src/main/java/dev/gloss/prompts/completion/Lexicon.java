package dev.gloss.prompts.completion;

import java.util.List;
import java.util.Locale;

/// As much of a language's spelling as is needed to find its brackets: how comments and strings are
/// written, and whether blocks are made by indentation.
///
/// @param lineComments what starts a comment that ends with its line
/// @param blockCommentOpen what starts a comment that may span lines; empty where there is none
/// @param blockCommentClose what ends it
/// @param quotes characters that open and close a string within one line
/// @param characterQuotes characters that open and close a literal of one character where one
///   closes soon, and mean something else where none does
/// @param longQuotes strings over several lines open and close with these, longest first
/// @param indentedBlocks a block ends where the indentation does, and starts after a colon
public record Lexicon(
    List<String> lineComments,
    String blockCommentOpen,
    String blockCommentClose,
    String quotes,
    String characterQuotes,
    List<String> longQuotes,
    boolean indentedBlocks) {

  /// Java.
  public static final Lexicon JAVA = braces("\"'", List.of("\"\"\""));

  /// Rust, where a single quote more often names a lifetime than it opens a character, and C, C++
  /// and their kin, where it also stands between digits.
  public static final Lexicon CHARACTERS = characters(List.of());

  /// C#, Swift and other languages with braces and C's comments.
  public static final Lexicon BRACES = braces("\"'", List.of());

  /// What languages with braces have in common, for one of which nothing else is known.
  private static final Lexicon SOME_BRACES = characters(List.of("`"));

  /// Kotlin and Scala.
  public static final Lexicon KOTLIN = braces("\"'", List.of("\"\"\""));

  /// JavaScript and TypeScript, Go: the back quote opens strings over several lines.
  public static final Lexicon BACK_QUOTES = braces("\"'", List.of("`"));

  /// Python.
  public static final Lexicon PYTHON =
      new Lexicon(List.of("#"), "", "", "\"'", "", List.of("\"\"\"", "'''"), true);

  /// Shell, Ruby, YAML, TOML and others whose comments start with a hash.
  public static final Lexicon HASH = new Lexicon(List.of("#"), "", "", "\"'", "", List.of(), false);

  /// YAML, Nim, CoffeeScript: a hash starts comments, blocks are indented.
  public static final Lexicon YAML = new Lexicon(List.of("#"), "", "", "\"'", "", List.of(), true);

  /// SQL, Lua: comments start with two dashes.
  public static final Lexicon DASHES =
      new Lexicon(List.of("--"), "", "", "\"'", "", List.of(), false);

  /// Haskell: comments start with two dashes, blocks are indented.
  public static final Lexicon HASKELL =
      new Lexicon(List.of("--"), "", "", "\"", "'", List.of(), true);

  /// F#: comments start with two slashes, blocks are indented.
  public static final Lexicon FSHARP =
      new Lexicon(List.of("//"), "", "", "\"", "'", List.of("\"\"\""), true);

  /// Prose and unknown languages: brackets count, nothing hides them.
  public static final Lexicon PLAIN = new Lexicon(List.of(), "", "", "", "", List.of(), false);

  /// Copies the lists.
  public Lexicon {
    lineComments = List.copyOf(lineComments);
    longQuotes = List.copyOf(longQuotes);
  }

  /// The spelling of a language by its LSP language identifier; [#PLAIN] for an unknown one.
  public static Lexicon of(String languageId) {
    return switch (languageId.toLowerCase(Locale.ROOT)) {
      case "java" -> JAVA;
      case "kotlin", "scala", "groovy" -> KOTLIN;
      case "javascript", "javascriptreact", "typescript", "typescriptreact", "go" -> BACK_QUOTES;
      case "rust", "c", "cpp", "cuda-cpp", "objective-c", "objective-cpp" -> CHARACTERS;
      case "csharp", "swift", "php", "css", "less", "scss", "json", "jsonc", "dart", "zig" ->
          BRACES;
      case "python" -> PYTHON;
      case "yaml", "nim", "coffeescript" -> YAML;
      case "shellscript",
          "ruby",
          "perl",
          "toml",
          "r",
          "makefile",
          "dockerfile",
          "cmake",
          "elixir",
          "ini",
          "properties" ->
          HASH;
      case "sql", "lua" -> DASHES;
      case "haskell" -> HASKELL;
      case "fsharp" -> FSHARP;
      default -> PLAIN;
    };
  }

  /// The spelling of a language that is read as one with braces: what those have in common where
  /// the language itself is unknown.
  public static Lexicon ofBraces(String languageId) {
    Lexicon known = of(languageId);
    return known == PLAIN ? SOME_BRACES : known;
  }

  /// Whether a name may contain a character.
  public static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  private static Lexicon braces(String quotes, List<String> longQuotes) {
    return new Lexicon(List.of("//"), "/*", "*/", quotes, "", longQuotes, false);
  }

  private static Lexicon characters(List<String> longQuotes) {
    return new Lexicon(List.of("//"), "/*", "*/", "\"", "'", longQuotes, false);
  }
}

package dev.gloss.server.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The language of a file, by its ending, as LSP names languages.
public final class FileLanguage {
  private static final Set<String> OF_CODE =
      Set.of(
          "java",
          "kotlin",
          "python",
          "javascript",
          "javascriptreact",
          "typescript",
          "typescriptreact",
          "rust",
          "c",
          "cpp",
          "go",
          "scala",
          "groovy",
          "cs",
          "swift",
          "php",
          "rb",
          "lua");

  /// Endings of the files in which there is code.
  private static final List<String> ENDINGS =
      List.of(
          "java", "kt", "kts", "py", "pyi", "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx",
          "rs", "c", "h", "cc", "cpp", "cxx", "hpp", "hh", "hxx", "go", "scala", "groovy", "cs",
          "swift", "php", "rb", "lua");

  private FileLanguage() {}

  /// How names of files with code end, behind the last point.
  public static List<String> endings() {
    return ENDINGS;
  }

  /// The language; the ending itself where it names no language that has another name.
  public static String of(Path file) {
    String name = String.valueOf(file.getFileName());
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "kt", "kts" -> "kotlin";
      case "py", "pyi" -> "python";
      case "js", "mjs", "cjs" -> "javascript";
      case "jsx" -> "javascriptreact";
      case "ts", "mts", "cts" -> "typescript";
      case "tsx" -> "typescriptreact";
      case "rs" -> "rust";
      case "cc", "cpp", "cxx", "hpp", "hh", "hxx" -> "cpp";
      case "h" -> "c";
      case "md" -> "markdown";
      default -> ending;
    };
  }

  /// Whether files of a language declare things.
  static boolean isCode(String languageId) {
    return OF_CODE.contains(languageId);
  }
}

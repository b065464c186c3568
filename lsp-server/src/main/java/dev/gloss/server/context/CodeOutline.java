package dev.gloss.server.context;

import dev.gloss.prompts.completion.Lexicon;
import java.util.List;
import java.util.Optional;

/// The methods and functions of a text, found in one pass over it. Immutable.
public final class CodeOutline {
  private final String text;
  private final List<CodeRegion> functions;

  private CodeOutline(String text, List<CodeRegion> functions) {
    this.text = text;
    this.functions = functions;
  }

  /// Looks through a text.
  ///
  /// @param text the document
  /// @param languageId as LSP names languages
  public static CodeOutline of(String text, String languageId) {
    return new CodeOutline(text, List.copyOf(functions(text, languageId)));
  }

  private static List<CodeRegion> functions(String text, String languageId) {
    Lexicon lexicon = Lexicon.ofBraces(languageId);
    if (languageId.equals("java")) {
      return JavaMethods.all(text).orElseGet(() -> BraceBlocks.all(text, lexicon));
    }
    return lexicon.indentedBlocks() ? IndentedBlocks.all(text) : BraceBlocks.all(text, lexicon);
  }

  /// All of them, in the order in which they begin; one that stands in another comes after it.
  public List<CodeRegion> functions() {
    return functions;
  }

  /// The smallest one around a place; before the first code of a line, the one that begins on that
  /// line. Empty where there is neither.
  ///
  /// @param offset the place, in chars
  public Optional<CodeRegion> enclosing(int offset) {
    int lineStart = lineStart(offset);
    int lineEnd = lineEnd(offset);
    CodeRegion around = null;
    CodeRegion begins = null;
    for (CodeRegion function : functions) {
      if (function.start() <= offset && offset <= function.end()) {
        around = function;
      } else if (begins == null && offset < function.start() && function.start() <= lineEnd) {
        begins = function;
      }
    }
    boolean lineIsItsHead =
        begins != null && (around == null || isHead(text, lineStart, begins.start()));
    return Optional.ofNullable(lineIsItsHead ? begins : around);
  }

  /// Whether nothing ends between two places: blanks, annotations, modifiers.
  private static boolean isHead(String text, int from, int to) {
    return text.substring(from, to).chars().noneMatch(c -> ";{}".indexOf(c) >= 0);
  }

  private int lineStart(int offset) {
    int start = offset;
    while (start > 0 && !isLineEnd(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private int lineEnd(int offset) {
    int end = offset;
    while (end < text.length() && !isLineEnd(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}

package dev.gloss.prompts.completion;

/// Indentation, counted in blanks and tabs alike: only lines of one document are compared.
final class Indents {
  private Indents() {}

  /// Blanks at the start of a line.
  static int of(CharSequence line) {
    int indent = 0;
    while (indent < line.length() && (line.charAt(indent) == ' ' || line.charAt(indent) == '\t')) {
      indent++;
    }
    return indent;
  }

  /// Blanks at the start of the first line that is not blank; 0 where there is none.
  static int ofFirstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().map(Indents::of).orElse(0);
  }
}

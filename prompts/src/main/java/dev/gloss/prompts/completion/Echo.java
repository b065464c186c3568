package dev.gloss.prompts.completion;

/// Finds what a model writes once more of the line that it should go on with.
final class Echo {
  /// Shortest typed word that counts as begun anew.
  private static final int SHORTEST_WORD = 2;

  private Echo() {}

  /// The text without the line's beginning, where it begins with all that stands before the cursor
  /// (with or without its indentation), or with the word before the cursor; else as it is.
  ///
  /// @param wordGoesOn the text is known to go on with the word, so that none is begun anew
  static String without(String text, CompletionSite site, boolean wordGoesOn) {
    String line = site.linePrefix();
    String head = line.strip();
    int from = 0;
    while (from < text.length() && isBlank(text.charAt(from))) {
      from++;
    }
    if (head.chars().anyMatch(Character::isLetterOrDigit) && text.startsWith(head, from)) {
      String rest = text.substring(from + head.length());
      boolean isWhole = line.endsWith(head) || rest.isEmpty() || isBlank(rest.charAt(0));
      if (isWhole && !(wordGoesOn && head.equals(word(line)))) {
        return line.endsWith(head) ? rest : rest.stripLeading();
      }
    }
    String word = word(line);
    boolean begunAnew =
        !wordGoesOn && word.length() >= SHORTEST_WORD && from == 0 && text.startsWith(word);
    return begunAnew ? text.substring(word.length()) : text;
  }

  /// The word that ends the line, possibly empty.
  private static String word(String line) {
    int start = line.length();
    while (start > 0 && Character.isJavaIdentifierPart(line.codePointBefore(start))) {
      start -= Character.charCount(line.codePointBefore(start));
    }
    return line.substring(start);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}

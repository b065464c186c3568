package dev.gloss.prompts.completion;

/// How much a completion may write.
public enum CompletionMode {
  /// The rest of the line.
  LINE,
  /// Lines up to the end of the block that the cursor is in.
  BLOCK;

  /// What fits the place: a block where an empty block was just opened - the cursor stands right
  /// after an opening brace (a colon, where blocks are indented) or on an empty line below it, and
  /// nothing is inside the block yet - and one line everywhere else: with text after the cursor on
  /// its line, in the middle of a statement, in comments and strings, and between the statements of
  /// a block that has some, where a person most often wants one more.
  ///
  /// @param before has walked over all that stands before the cursor
  static CompletionMode at(CompletionSite site, BracketScan before, Lexicon lexicon) {
    if (!site.lineSuffix().isBlank()) {
      return LINE;
    }
    char opening = lexicon.indentedBlocks() ? ':' : '{';
    if (!before.inCode() || before.lastCode() != opening) {
      return LINE;
    }
    return isBlockEmpty(site, before, lexicon) ? BLOCK : LINE;
  }

  /// Whether the next line of code does not lie deeper than the line that opened the block.
  private static boolean isBlockEmpty(CompletionSite site, BracketScan before, Lexicon lexicon) {
    String next = site.nextLine();
    if (next.isEmpty()) {
      return true;
    }
    if (!lexicon.indentedBlocks()) {
      return next.startsWith("}") || before.innermost() == null;
    }
    int nextIndent = Indents.ofFirstLine(site.suffix().substring(site.suffix().indexOf('\n') + 1));
    int openerIndent = Indents.ofFirstLine(lastLine(site.prefix()));
    return nextIndent <= openerIndent;
  }

  private static String lastLine(String text) {
    String stripped = text.stripTrailing();
    return stripped.substring(stripped.lastIndexOf('\n') + 1);
  }
}

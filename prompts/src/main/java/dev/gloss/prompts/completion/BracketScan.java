package dev.gloss.prompts.completion;

import java.util.ArrayList;
import java.util.List;

/// Walks over text, knows whether it is in code, a comment or a string, and keeps the brackets that
/// are open. Mutable; one thread at a time.
final class BracketScan {
  /// An open bracket.
  ///
  /// @param kind the bracket itself
  /// @param indent blanks at the start of its line; of the line where the brackets before it opened
  ///   that were closed on its line, so a header over several lines counts as its first
  /// @param offset in the text that was walked over
  record Opener(char kind, int indent, int offset) {}

  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  private final Lexicon lexicon;
  private final List<Opener> openers = new ArrayList<>();

  /// What ends the comment or string we are in; empty in code.
  private String until = "";

  private boolean inString;
  private int indent;
  private boolean atLineStart = true;
  private boolean blankLine = true;
  private char lastCode = '\n';
  private int offset;
  private char bracket;
  private boolean unmatched;
  private final List<Integer> faults = new ArrayList<>();
  private int stringStart;

  BracketScan(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /// A scan that goes on from here but counts brackets anew.
  BracketScan continuation() {
    BracketScan next = new BracketScan(lexicon);
    next.until = until;
    next.inString = inString;
    next.indent = indent;
    next.atLineStart = atLineStart;
    next.blankLine = blankLine;
    return next;
  }

  /// Walks over the whole text.
  BracketScan over(CharSequence text) {
    for (int at = 0; at < text.length(); ) {
      at = step(text, at);
    }
    return this;
  }

  /// Walks over what stands at `at` and returns the offset after it.
  int step(CharSequence text, int at) {
    bracket = 0;
    unmatched = false;
    char c = text.charAt(at);
    if (c == '\n') {
      newLine();
      return at + 1;
    }
    offset = at;
    measureIndent(c);
    return until.isEmpty() ? code(text, at, c) : quoted(text, at, c);
  }

  private void newLine() {
    boolean spansLines =
        !until.isEmpty()
            && (until.equals(lexicon.blockCommentClose()) || lexicon.longQuotes().contains(until));
    if (!spansLines) {
      if (inString) {
        faults.add(stringStart);
      }
      until = "";
      inString = false;
    }
    indent = 0;
    atLineStart = true;
    blankLine = true;
  }

  private void measureIndent(char c) {
    if (atLineStart && (c == ' ' || c == '\t')) {
      indent++;
    } else {
      atLineStart = false;
    }
  }

  private int quoted(CharSequence text, int at, char c) {
    if (inString && c == '\\') {
      return Math.min(text.length(), at + 2);
    }
    if (startsWith(text, at, until)) {
      int end = at + until.length();
      until = "";
      inString = false;
      return end;
    }
    return at + 1;
  }

  private int code(CharSequence text, int at, char c) {
    for (String comment : lexicon.lineComments()) {
      if (startsWith(text, at, comment)) {
        until = "\n";
        return at + comment.length();
      }
    }
    String block = lexicon.blockCommentOpen();
    if (!block.isEmpty() && startsWith(text, at, block)) {
      until = lexicon.blockCommentClose();
      return at + block.length();
    }
    if (!Character.isWhitespace(c)) {
      lastCode = c;
      blankLine = false;
    }
    for (String quote : lexicon.longQuotes()) {
      if (startsWith(text, at, quote)) {
        return openString(quote, at);
      }
    }
    if (lexicon.quotes().indexOf(c) >= 0) {
      return openString(String.valueOf(c), at);
    }
    countBracket(c);
    return at + 1;
  }

  private int openString(String quote, int at) {
    until = quote;
    inString = true;
    stringStart = at;
    return at + quote.length();
  }

  private void countBracket(char c) {
    int closing = CLOSING.indexOf(c);
    if (OPENING.indexOf(c) >= 0) {
      bracket = c;
      openers.add(new Opener(c, indent, offset));
    } else if (closing >= 0) {
      bracket = c;
      close(OPENING.charAt(closing));
    }
  }

  private void close(char kind) {
    for (int i = openers.size() - 1; i >= 0; i--) {
      if (openers.get(i).kind() == kind) {
        openers.subList(i + 1, openers.size()).forEach(open -> faults.add(open.offset()));
        indent = openers.get(i).indent();
        openers.subList(i, openers.size()).clear();
        return;
      }
    }
    faults.add(offset);
    unmatched = true;
  }

  /// The bracket met in the last step, or 0.
  char bracket() {
    return bracket;
  }

  /// Whether the last step met a closing bracket that nothing had opened.
  boolean isUnmatched() {
    return unmatched;
  }

  /// Open brackets, outermost first.
  List<Opener> openers() {
    return openers;
  }

  /// Whether no comment or string is open.
  boolean inCode() {
    return until.isEmpty();
  }

  /// Whether a string is open.
  boolean inString() {
    return inString;
  }

  /// Whether the current line has no code so far.
  boolean isBlankLine() {
    return blankLine;
  }

  /// The last character of code that is no white space; a line feed where there was none.
  char lastCode() {
    return lastCode;
  }

  /// Blanks at the start of the current line; see [Opener#indent()] for lines that close brackets.
  int indent() {
    return indent;
  }

  /// Where brackets do not match, and strings begin that were not closed on their line.
  List<Integer> faults() {
    List<Integer> all = new ArrayList<>(faults);
    openers.forEach(open -> all.add(open.offset()));
    if (inString) {
      all.add(stringStart);
    }
    return all;
  }

  static char openingOf(char closer) {
    return OPENING.charAt(CLOSING.indexOf(closer));
  }

  private static boolean startsWith(CharSequence text, int at, String what) {
    if (at + what.length() > text.length()) {
      return false;
    }
    for (int i = 0; i < what.length(); i++) {
      if (text.charAt(at + i) != what.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

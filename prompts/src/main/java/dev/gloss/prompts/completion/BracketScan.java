package dev.gloss.prompts.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Walks over text with a [Lexer] and keeps the brackets of its code that are open. Mutable; one
/// thread at a time, or many as long as nobody lets it walk on.
public final class BracketScan {
  /// An open bracket.
  ///
  /// @param kind the bracket itself
  /// @param indent blanks at the start of its line; of the line where the brackets before it opened
  ///   that were closed on its line, so a header over several lines counts as its first
  /// @param offset in the text that was walked over
  /// @param outer the one around it; null where there is none
  record Opener(char kind, int indent, int offset, @Nullable Opener outer) {}

  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  private final Lexer lexer;
  private final IntConsumer faults;
  private @Nullable Opener innermost;

  /// How many of each kind are open.
  private final int[] open = new int[OPENING.length()];

  private int indent;
  private boolean atLineStart = true;
  private boolean blankLine = true;
  private char lastCode = '\n';
  private int offset;
  private char bracket;
  private boolean unmatched;
  private int stringStart;

  BracketScan(Lexicon lexicon) {
    this(new Lexer(lexicon), at -> {});
  }

  private BracketScan(Lexer lexer, IntConsumer faults) {
    this.lexer = lexer;
    this.faults = faults;
  }

  /// Where in a text brackets do not match, and strings begin that were not closed on their line.
  static List<Integer> faults(String text, Lexicon lexicon) {
    List<Integer> faults = new ArrayList<>();
    BracketScan scan = new BracketScan(new Lexer(lexicon), faults::add).over(text);
    for (Opener each = scan.innermost; each != null; each = each.outer()) {
      faults.add(each.offset());
    }
    if (scan.lexer.inString()) {
      faults.add(scan.stringStart);
    }
    return faults;
  }

  /// A scan that goes on from here but counts brackets anew.
  BracketScan continuation() {
    BracketScan next = new BracketScan(lexer.copy(), at -> {});
    next.indent = indent;
    next.atLineStart = atLineStart;
    next.blankLine = blankLine;
    return next;
  }

  /// A scan that goes on from here.
  BracketScan copy() {
    BracketScan next = continuation();
    next.lastCode = lastCode;
    next.innermost = innermost;
    System.arraycopy(open, 0, next.open, 0, open.length);
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
    offset = at;
    boolean inCode = lexer.inCode();
    boolean inString = lexer.inString();
    int next = lexer.step(text, at);
    if (lexer.isBroken()) {
      faults.accept(stringStart);
    }
    if (Lexer.endsLine(text, at)) {
      indent = 0;
      atLineStart = true;
      blankLine = true;
      return next;
    }
    char c = text.charAt(at);
    measureIndent(c);
    if (inCode && lexer.region() != Lexer.Region.COMMENT) {
      code(c);
    }
    if (!inString && lexer.inString()) {
      stringStart = at;
    }
    return next;
  }

  private void measureIndent(char c) {
    if (atLineStart && (c == ' ' || c == '\t')) {
      indent++;
    } else {
      atLineStart = false;
    }
  }

  private void code(char c) {
    if (!Character.isWhitespace(c)) {
      lastCode = c;
      blankLine = false;
    }
    int opening = OPENING.indexOf(c);
    if (opening >= 0) {
      bracket = c;
      innermost = new Opener(c, indent, offset, innermost);
      open[opening]++;
      return;
    }
    int closing = CLOSING.indexOf(c);
    if (closing >= 0) {
      bracket = c;
      close(closing);
    }
  }

  /// Those inside of the one that is closed lack their partner.
  private void close(int kind) {
    if (open[kind] == 0) {
      faults.accept(offset);
      unmatched = true;
      return;
    }
    for (Opener last = innermost; last != null; last = last.outer()) {
      innermost = last.outer();
      open[OPENING.indexOf(last.kind())]--;
      if (last.kind() == OPENING.charAt(kind)) {
        indent = last.indent();
        return;
      }
      faults.accept(last.offset());
    }
  }

  /// The bracket met in the last step, or 0.
  char bracket() {
    return bracket;
  }

  /// Whether the last step met a closing bracket that nothing had opened.
  boolean isUnmatched() {
    return unmatched;
  }

  /// The innermost open bracket; null where none is open.
  @Nullable Opener innermost() {
    return innermost;
  }

  /// Open brackets, innermost first.
  List<Opener> openers() {
    List<Opener> openers = new ArrayList<>();
    for (Opener each = innermost; each != null; each = each.outer()) {
      openers.add(each);
    }
    return openers;
  }

  /// Whether no comment or string is open.
  boolean inCode() {
    return lexer.inCode();
  }

  /// Whether a string is open.
  boolean inString() {
    return lexer.inString();
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

  static char openingOf(char closer) {
    return OPENING.charAt(CLOSING.indexOf(closer));
  }
}

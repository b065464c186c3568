package dev.gloss.prompts.completion;

import java.util.List;
import java.util.stream.Stream;

/// Walks over a text and knows whether it is in code, a comment or a string. Quotes belong to their
/// string, and what opens or closes a comment to the comment.
///
/// Where the lines before one are the same, so is the state at its start, whatever follows.
/// Mutable; one thread at a time.
public final class Lexer {
  /// What a piece of text belongs to.
  public enum Region {
    /// What is neither of the others.
    CODE,
    /// A comment.
    COMMENT,
    /// A string, or a character in quotes.
    STRING
  }

  /// Longer literals of one character there are none: escapes of code points make the longest.
  private static final int LONGEST_CHARACTER = 12;

  private static final String LINE_COMMENT = "\n";

  private final Lexicon lexicon;

  /// Characters of ASCII with which something may begin.
  private final boolean[] opens;

  /// What ends the comment or string we are in; empty in code.
  private String until = "";

  private boolean inString;
  private boolean broken;
  private Region region = Region.CODE;

  /// A lexer at the start of a text.
  public Lexer(Lexicon lexicon) {
    this(lexicon, opens(lexicon));
  }

  private Lexer(Lexicon lexicon, boolean[] opens) {
    this.lexicon = lexicon;
    this.opens = opens;
  }

  private static boolean[] opens(Lexicon lexicon) {
    boolean[] opens = new boolean[128];
    Stream.of(lexicon.lineComments(), lexicon.longQuotes(), List.of(lexicon.blockCommentOpen()))
        .flatMap(List::stream)
        .filter(sign -> !sign.isEmpty())
        .forEach(sign -> opens[sign.charAt(0)] = true);
    (lexicon.quotes() + lexicon.characterQuotes()).chars().forEach(c -> opens[c] = true);
    return opens;
  }

  /// A lexer in the same state.
  Lexer copy() {
    Lexer copy = new Lexer(lexicon, opens);
    copy.until = until;
    copy.inString = inString;
    return copy;
  }

  /// Walks over what stands at `at`, a character or a sign that opens or closes something, and
  /// returns the offset after it.
  public int step(CharSequence text, int at) {
    broken = false;
    if (endsLine(text, at)) {
      endLine();
      region = open();
      return at + 1;
    }
    return until.isEmpty() ? code(text, at) : quoted(text, at);
  }

  /// Whether a line ends with the character there: a line feed, or a carriage return that is not
  /// followed by one.
  static boolean endsLine(CharSequence text, int at) {
    char c = text.charAt(at);
    return c == '\n' || (c == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n'));
  }

  private Region open() {
    return inString ? Region.STRING : until.isEmpty() ? Region.CODE : Region.COMMENT;
  }

  private void endLine() {
    boolean spansLines =
        !until.isEmpty()
            && (until.equals(lexicon.blockCommentClose()) || lexicon.longQuotes().contains(until));
    if (!spansLines) {
      broken = inString;
      until = "";
      inString = false;
    }
  }

  private int quoted(CharSequence text, int at) {
    region = open();
    if (inString && text.charAt(at) == '\\') {
      boolean pair =
          at + 2 < text.length() && text.charAt(at + 1) == '\r' && text.charAt(at + 2) == '\n';
      return Math.min(text.length(), at + (pair ? 3 : 2));
    }
    if (startsWith(text, at, until)) {
      int end = at + until.length();
      until = "";
      inString = false;
      return end;
    }
    return at + 1;
  }

  private int code(CharSequence text, int at) {
    char c = text.charAt(at);
    region = Region.CODE;
    if (c >= opens.length || !opens[c]) {
      return at + 1;
    }
    for (String comment : lexicon.lineComments()) {
      if (startsWith(text, at, comment)) {
        return open(Region.COMMENT, LINE_COMMENT, at + comment.length());
      }
    }
    String block = lexicon.blockCommentOpen();
    if (!block.isEmpty() && startsWith(text, at, block)) {
      return open(Region.COMMENT, lexicon.blockCommentClose(), at + block.length());
    }
    for (String quote : lexicon.longQuotes()) {
      if (startsWith(text, at, quote)) {
        return open(Region.STRING, quote, at + quote.length());
      }
    }
    if (lexicon.quotes().indexOf(c) >= 0) {
      return open(Region.STRING, String.valueOf(c), at + 1);
    }
    int literal = lexicon.characterQuotes().indexOf(c) >= 0 ? afterCharacter(text, at) : at;
    region = literal > at ? Region.STRING : Region.CODE;
    return Math.max(literal, at + 1);
  }

  private int open(Region opened, String end, int next) {
    region = opened;
    until = end;
    inString = opened == Region.STRING;
    return next;
  }

  /// The place after a literal of one character, which may be an escape; `open` where the quote
  /// opens none, as that of a lifetime in Rust or between digits in C++.
  private static int afterCharacter(CharSequence text, int open) {
    boolean isEscape = open + 1 < text.length() && text.charAt(open + 1) == '\\';
    int first = open + 2;
    if (!isEscape && first < text.length() && Character.isLowSurrogate(text.charAt(first))) {
      first++;
    }
    int last = isEscape ? open + LONGEST_CHARACTER : first;
    for (int i = isEscape ? first + 1 : first; i <= last && i < text.length(); i++) {
      if (endsLine(text, i)) {
        return open;
      }
      if (text.charAt(i) == text.charAt(open)) {
        return i + 1;
      }
    }
    return open;
  }

  /// What the last step walked over.
  public Region region() {
    return region;
  }

  /// Whether no comment or string is open.
  public boolean inCode() {
    return until.isEmpty();
  }

  /// Whether a string is open.
  public boolean inString() {
    return inString;
  }

  /// Whether the last step ended a line with a string that should have been closed on it.
  public boolean isBroken() {
    return broken;
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

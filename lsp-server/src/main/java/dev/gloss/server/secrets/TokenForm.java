package dev.gloss.server.secrets;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a kind of access token is written: fixed text and runs of characters of given lengths.
///
/// Written like a regular expression that knows fixed characters, `\.` and other escapes,
/// `[classes]`, `{n}`, `{n,m}`, `{n,}` and `\b` at its ends, and matched without ever going back: a
/// run takes all it can. The first fixed text of two characters or more, or else of one, is the
/// anchor by which the form is found.
final class TokenForm {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private final List<Piece> before;
  private final String anchor;
  private final List<Piece> after;
  private final boolean startsWord;
  private final boolean endsWord;
  private final boolean doubtful;

  /// A run of characters; fixed text is a run of one character after the other.
  ///
  /// @param number of this run among those without a limit, else -1
  private record Piece(CharSet set, int min, int max, int number) {}

  private TokenForm(
      List<Piece> before, String anchor, List<Piece> after, Parser parser, boolean doubtful) {
    this.before = before;
    this.anchor = anchor;
    this.after = after;
    this.startsWord = parser.startsWord;
    this.endsWord = parser.endsWord;
    this.doubtful = doubtful;
  }

  /// Reads a form. A `?` and a blank before it say that the form alone does not prove much, so that
  /// what it finds has to look random as well.
  static TokenForm parse(String form) {
    boolean doubtful = form.startsWith("? ");
    String plain = doubtful ? form.substring(2) : form;
    TokenForm found = new Parser(plain, 2).read(doubtful);
    return found.anchor.isEmpty() ? new Parser(plain, 1).read(doubtful) : found;
  }

  String anchor() {
    return anchor;
  }

  /// How many runs without a limit it has: for each of them a search keeps a [Reach].
  int unlimited() {
    return (int) after.stream().filter(piece -> piece.max == UNLIMITED).count();
  }

  /// Where a run without a limit was seen to end, so that it is walked through once, however many
  /// anchors lie in it.
  static final class Reach {
    private int start = -1;
    private int end = -1;

    private int end(CharSet set, String text, int from) {
      if (from < start || from >= end) {
        start = from;
        end = set.end(text, from, text.length());
      }
      return end;
    }
  }

  /// A token in a text.
  record Token(int start, int end) {}

  /// The token whose anchor stands at `at`; null where there is none.
  @Nullable Token at(String text, int at, Reach[] reaches) {
    int start = at;
    int longestFrom = 0;
    int longestTo = 0;
    for (int i = before.size() - 1; i >= 0; i--) {
      Piece piece = before.get(i);
      int run = piece.set.start(text, start, Math.max(0, start - piece.max));
      if (start - run < piece.min) {
        return null;
      }
      if (start - run > longestTo - longestFrom) {
        longestFrom = run;
        longestTo = start;
      }
      start = run;
    }
    int end = at + anchor.length();
    for (Piece piece : after) {
      int run =
          piece.max == UNLIMITED
              ? reaches[piece.number].end(piece.set, text, end)
              : piece.set.end(text, end, (int) Math.min(text.length(), (long) end + piece.max));
      if (run - end < piece.min) {
        return null;
      }
      if (run - end > longestTo - longestFrom) {
        longestFrom = end;
        longestTo = run;
      }
      end = run;
    }
    if (startsWord && !Boundary.before(text, start) || endsWord && !Boundary.after(text, end)) {
      return null;
    }
    boolean random =
        doubtful
            ? Randomness.isLikely(text, longestFrom, longestTo)
            : Randomness.isPossible(text, longestFrom, longestTo);
    return random && !text.startsWith("EXAMPLE", end - 7) ? new Token(start, end) : null;
  }

  /// Reads the notation.
  private static final class Parser {
    private final String form;
    private boolean startsWord;
    private boolean endsWord;
    private int at;
    private int unlimited;
    private final int anchorLength;

    Parser(String form, int anchorLength) {
      this.form = form;
      this.anchorLength = anchorLength;
    }

    TokenForm read(boolean doubtful) {
      List<Piece> before = new ArrayList<>();
      List<Piece> after = new ArrayList<>();
      String anchor = "";
      while (at < form.length()) {
        String fixed = fixed();
        if (anchor.isEmpty() && fixed.length() >= anchorLength) {
          anchor = fixed;
        } else {
          List<Piece> pieces = anchor.isEmpty() ? before : after;
          fixed.chars().forEach(c -> pieces.add(new Piece(only((char) c), 1, 1, -1)));
        }
        if (at < form.length()) {
          (anchor.isEmpty() ? before : after).add(run());
        }
      }
      return new TokenForm(List.copyOf(before), anchor, List.copyOf(after), this, doubtful);
    }

    private static CharSet only(char c) {
      return CharSet.of(String.valueOf(c));
    }

    private String fixed() {
      StringBuilder fixed = new StringBuilder();
      while (at < form.length() && form.charAt(at) != '[') {
        char c = form.charAt(at++);
        if (c != '\\') {
          fixed.append(c);
        } else if (form.charAt(at) != 'b') {
          fixed.append(form.charAt(at++));
        } else {
          startsWord |= at == 1;
          endsWord |= at > 1;
          at++;
        }
      }
      return fixed.toString();
    }

    private Piece run() {
      int close = form.indexOf(']', at);
      CharSet set = CharSet.of(form.substring(at + 1, close));
      at = close + 1;
      if (at == form.length() || form.charAt(at) != '{') {
        return new Piece(set, 1, 1, -1);
      }
      int end = form.indexOf('}', at);
      String[] limits = form.substring(at + 1, end).split(",", -1);
      at = end + 1;
      int min = Integer.parseInt(limits[0]);
      if (limits.length == 1) {
        return new Piece(set, min, min, -1);
      }
      return limits[1].isEmpty()
          ? new Piece(set, min, UNLIMITED, unlimited++)
          : new Piece(set, min, Integer.parseInt(limits[1]), -1);
    }
  }
}

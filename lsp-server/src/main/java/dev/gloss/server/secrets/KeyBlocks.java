package dev.gloss.server.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Private keys between a first and a last line: PEM (RFC 7468, RFC 1421), OpenPGP (RFC 9580), SSH2
/// (RFC 4716). The last line may be missing, and all may stand in one line.
final class KeyBlocks implements SecretFinder {
  /// Dashes around a title: PEM has five, SSH2 four and a blank.
  private static final int DASHES = 4;

  /// What may stand before `PRIVATE KEY`, and these words.
  private static final int TITLE_LENGTH = 100 + "BEGIN PRIVATE KEY BLOCK".length();

  private static final CharSet TITLE = CharSet.of("A-Za-z0-9_ -");

  /// The first or the last line of some block.
  ///
  /// @param start where its dashes begin
  /// @param end after them
  /// @param opensKey whether a private key begins
  /// @param closes whether a private key ends
  private record Mark(int start, int end, boolean opensKey, boolean closes) {}

  @Override
  public void find(String text, Cover cover) {
    List<Mark> marks = marks(text);
    for (int i = 0; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      if (mark.opensKey) {
        Mark next = i + 1 < marks.size() ? marks.get(i + 1) : null;
        int limit = next == null ? text.length() : next.start;
        new KeyLines(text, mark.end, limit, cover).hide(next != null && next.closes);
      }
    }
  }

  private static List<Mark> marks(String text) {
    List<Mark> marks = new ArrayList<>();
    int dashes = text.indexOf("--");
    while (dashes >= 0) {
      int end = dashes;
      while (end < text.length() && text.charAt(end) == '-') {
        end++;
      }
      Mark mark = end - dashes >= DASHES ? mark(text, dashes, end) : null;
      if (mark != null) {
        marks.add(mark);
        end = mark.end;
      }
      dashes = text.indexOf("--", end);
    }
    return marks;
  }

  private static @Nullable Mark mark(String text, int start, int afterDashes) {
    int at = afterDashes + (text.startsWith(" ", afterDashes) ? 1 : 0);
    boolean opens = text.regionMatches(true, at, "BEGIN", 0, 5);
    if (!opens && !text.regionMatches(true, at, "END ", 0, 4)) {
      return null;
    }
    int limit = Math.min(text.length(), at + TITLE_LENGTH);
    String title = text.substring(at, TITLE.end(text, at, limit)).toLowerCase(Locale.ROOT);
    int key = title.indexOf("private key");
    if (key < 0) {
      return opens ? new Mark(start, at + 5, false, false) : null;
    }
    int end = at + key + "private key".length();
    end += text.regionMatches(true, end, " block", 0, 6) ? 6 : 0;
    end += text.startsWith(" ", end) ? 1 : 0;
    int close = end;
    while (close < text.length() && text.charAt(close) == '-') {
      close++;
    }
    boolean whole = close - end >= DASHES;
    return new Mark(start, close, opens && whole, !opens);
  }
}

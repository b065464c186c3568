package dev.gloss.server.context;

import dev.gloss.server.work.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// Which brace belongs to which, strings and comments passed over. Each character is looked at a
/// few times at most, whatever the text.
final class Brackets {
  /// Rust's escapes of code points make the longest literals of a character.
  private static final int LONGEST_CHARACTER = 12;

  private static final int POLL_PERIOD = 1 << 14;

  private final String text;

  /// Up to where quotes of a kind were searched in vain: those in between begin no string.
  private int noQuotesUntil;

  private int noBackticksUntil;

  /// Two braces that belong together.
  ///
  /// @param open offset of the first
  /// @param close offset of the second
  record Pair(int open, int close) {}

  private Brackets(String text) {
    this.text = text;
  }

  /// All pairs, in the order in which they open.
  static List<Pair> pairs(String text) {
    Brackets scan = new Brackets(text);
    List<Pair> pairs = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    int poll = 0;
    for (int i = 0; i < text.length(); i = scan.next(i)) {
      if (i >= poll) {
        Workers.poll();
        poll = i + POLL_PERIOD;
      }
      char c = text.charAt(i);
      if (c == '{') {
        open.push(i);
      } else if (c == '}' && !open.isEmpty()) {
        pairs.add(new Pair(open.pop(), i));
      }
    }
    pairs.sort(Comparator.comparingInt(Pair::open));
    return pairs;
  }

  /// The place after the string or comment that begins at `i`, else after that character.
  private int next(int i) {
    return switch (text.charAt(i)) {
      case '"' -> afterQuotes(i);
      case '`' -> afterBackticks(i);
      case '\'' -> afterCharacter(i);
      case '/' -> afterComment(i);
      default -> i + 1;
    };
  }

  private int afterQuotes(int open) {
    if (open < noQuotesUntil) {
      return open + 1;
    }
    int end = endOfString(open, '"', text.length(), false);
    if (end < text.length() && text.charAt(end) == '"') {
      return end + 1;
    }
    noQuotesUntil = end;
    return open + 1;
  }

  private int afterBackticks(int open) {
    if (open < noBackticksUntil) {
      return open + 1;
    }
    int end = endOfString(open, '`', text.length(), true);
    if (end < text.length()) {
      return end + 1;
    }
    noBackticksUntil = end;
    return open + 1;
  }

  /// A lifetime in Rust or a digit separator in C++ is no string.
  private int afterCharacter(int open) {
    int limit = Math.min(text.length(), open + LONGEST_CHARACTER);
    int end = endOfString(open, '\'', limit, false);
    return end < limit && text.charAt(end) == '\'' ? end + 1 : open + 1;
  }

  private int afterComment(int i) {
    if (text.startsWith("//", i)) {
      int feed = text.indexOf('\n', i);
      return feed < 0 ? text.length() : feed;
    }
    if (text.startsWith("/*", i)) {
      int close = text.indexOf("*/", i + 2);
      return close < 0 ? text.length() : close + 2;
    }
    return i + 1;
  }

  /// Offset of the quote that closes a string; where there is none, of the line's end or the limit.
  private int endOfString(int open, char quote, int limit, boolean manyLines) {
    for (int i = open + 1; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote || (c == '\n' && !manyLines)) {
        return i;
      }
    }
    return limit;
  }
}

package dev.gloss.server.context;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// Which brace belongs to which, strings and comments passed over.
final class Brackets {
  private Brackets() {}

  /// For each offset of a brace the offset of its partner, else -1.
  static int[] partners(String text) {
    int[] partner = new int[text.length()];
    Arrays.fill(partner, -1);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int after = skipped(text, i, c);
      if (after > i) {
        i = after - 1;
      } else if (c == '{') {
        open.push(i);
      } else if (c == '}' && !open.isEmpty()) {
        partner[i] = open.pop();
        partner[partner[i]] = i;
      }
    }
    return partner;
  }

  /// End of the string or comment that begins at `i`; `i` where none does.
  private static int skipped(String text, int i, char c) {
    if (c == '"' || c == '`') {
      return endOfString(text, i, c, c == '`');
    }
    if (c == '\'') {
      // A lifetime in Rust or a digit separator in C++ is no string.
      int end = endOfString(text, i, c, false);
      return end - i <= 12 && end > i + 1 ? end : i;
    }
    if (text.startsWith("//", i)) {
      int feed = text.indexOf('\n', i);
      return feed < 0 ? text.length() : feed;
    }
    if (text.startsWith("/*", i)) {
      int close = text.indexOf("*/", i + 2);
      return close < 0 ? text.length() : close + 2;
    }
    return i;
  }

  private static int endOfString(String text, int open, char quote, boolean multiline) {
    for (int i = open + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        return i + 1;
      } else if (c == '\n' && !multiline) {
        return open + 1;
      }
    }
    return open + 1;
  }
}

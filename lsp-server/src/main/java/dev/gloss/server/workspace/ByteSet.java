package dev.gloss.server.workspace;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// `[a-z]`, `[!x]`, `[^x]` and `[[:digit:]]` in a [Glob].
///
/// @param members which bytes it has
/// @param end index after it in the pattern
record ByteSet(BitSet members, int end) {

  /// Reads the set that opens at `open`; null where it is not one, so that the pattern that holds
  /// it can match nothing.
  static @Nullable ByteSet parse(String pattern, int open) {
    return new Reader(pattern, open + 1).read();
  }

  boolean has(char c) {
    return members.get(c);
  }

  /// Git's `wildmatch.c` in other words: what begins a range, what ends a set, and which of the
  /// malformed ones still mean something.
  private static final class Reader {
    private static final int UNKNOWN = -2;

    private final String pattern;
    private final BitSet members = new BitSet(256);
    private int at;

    Reader(String pattern, int at) {
      this.pattern = pattern;
      this.at = at;
    }

    @Nullable ByteSet read() {
      boolean negated = is('!') || is('^');
      at += negated ? 1 : 0;
      int first = at;
      int low = -1;
      while (at < pattern.length() && (at == first || !is(']'))) {
        if (is('-') && low >= 0 && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
          at++;
          int high = character();
          if (high < 0) {
            return null;
          }
          members.set(low, Math.max(low, high + 1));
          low = -1;
        } else if (pattern.startsWith("[:", at)) {
          low = named();
          if (low == UNKNOWN) {
            return null;
          }
        } else {
          low = character();
          if (low < 0) {
            return null;
          }
          members.set(low);
        }
      }
      if (at >= pattern.length()) {
        return null;
      }
      if (negated) {
        members.flip(0, 256);
      }
      members.clear('/');
      return new ByteSet(members, at + 1);
    }

    private boolean is(char c) {
      return at < pattern.length() && pattern.charAt(at) == c;
    }

    /// The character at hand, the one behind a backslash; -1 at the end.
    private int character() {
      at += is('\\') ? 1 : 0;
      return at < pattern.length() ? pattern.charAt(at++) : -1;
    }

    /// A class with a name; without its end `[` stands for itself.
    ///
    /// @return what a range may begin with: `[` or -1
    private int named() {
      int close = pattern.indexOf(']', at + 2);
      if (close < 0) {
        return UNKNOWN;
      }
      if (close == at + 2 || pattern.charAt(close - 1) != ':') {
        members.set('[');
        at++;
        return '[';
      }
      String name = pattern.substring(at + 2, close - 1);
      at = close + 1;
      return add(name) ? -1 : UNKNOWN;
    }

    private boolean add(String name) {
      String ranges =
          switch (name) {
            case "alpha" -> "AZaz";
            case "digit" -> "09";
            case "alnum" -> "09AZaz";
            case "upper" -> "AZ";
            case "lower" -> "az";
            case "blank" -> "\t\t  ";
            case "space" -> "\t\r  ";
            case "punct" -> "!/:@[`{~";
            case "xdigit" -> "09AFaf";
            case "cntrl" -> "\0\u001f\u007f\u007f";
            case "graph" -> "!~";
            case "print" -> " ~";
            default -> "";
          };
      for (int i = 0; i < ranges.length(); i += 2) {
        members.set(ranges.charAt(i), ranges.charAt(i + 1) + 1);
      }
      return !ranges.isEmpty();
    }
  }
}

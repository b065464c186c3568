package dev.gloss.server.workspace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path pattern as Git writes and reads them: `*` and `?` inside a segment, `[a-z]` classes, `\`
/// before a literal character, `**` for any number of segments.
///
/// Git compares bytes, so patterns and paths are strings of bytes here ([PathBytes]). All ways
/// through a pattern are followed at once, so that a match costs the product of both lengths at
/// most, whatever the pattern: ignore files come with cloned repositories.
final class Glob {
  private final String prefix;
  private final String suffix;
  private final @Nullable List<Step> steps;

  /// What stands for one character, or for a run of them.
  private sealed interface Step {
    /// One byte.
    record One(char c) implements Step {}

    /// One byte of a set.
    record Any(ByteSet set) implements Step {}

    /// One byte of a segment.
    record Inside() implements Step {}

    /// `*`: a part of a segment.
    record Star() implements Step {}

    /// `**`: anything.
    ///
    /// @param folders whether a slash follows, which it takes along where it stands for nothing
    record Deep(boolean folders) implements Step {}
  }

  /// @param pattern in bytes, without a slash at its ends
  Glob(String pattern) {
    int literal = 0;
    while (literal < pattern.length() && "*?[\\".indexOf(pattern.charAt(literal)) < 0) {
      literal++;
    }
    this.prefix = pattern.substring(0, literal);
    this.suffix = suffix(pattern, literal);
    this.steps = steps(pattern, literal);
  }

  /// What a path must end with; most do not, and need no further look.
  private static String suffix(String pattern, int from) {
    int start = pattern.length();
    while (start > from && "*?[]\\".indexOf(pattern.charAt(start - 1)) < 0) {
      start--;
    }
    return pattern.substring(pattern.startsWith("/", start) ? start + 1 : start);
  }

  /// Null where a part of the pattern can match nothing.
  private static @Nullable List<Step> steps(String pattern, int from) {
    List<Step> steps = new ArrayList<>();
    int at = from;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      switch (c) {
        case '?' -> {
          steps.add(new Step.Inside());
          at++;
        }
        case '*' -> {
          int end = at;
          while (end < pattern.length() && pattern.charAt(end) == '*') {
            end++;
          }
          steps.add(stars(pattern, at, end, at == from));
          at = end;
        }
        case '[' -> {
          ByteSet set = ByteSet.parse(pattern, at);
          if (set == null) {
            return null;
          }
          steps.add(new Step.Any(set));
          at = set.end();
        }
        default -> {
          at += c == '\\' ? 1 : 0;
          if (at == pattern.length()) {
            return null;
          }
          steps.add(new Step.One(pattern.charAt(at++)));
        }
      }
    }
    return steps;
  }

  /// Two stars or more are deep where they are all of a segment. Git has compared what stands
  /// before the first special sign by then and sees them as if they began the pattern.
  private static Step stars(String pattern, int from, int to, boolean first) {
    boolean starts = first || pattern.charAt(from - 1) == '/';
    boolean ends =
        to == pattern.length() || pattern.charAt(to) == '/' || pattern.startsWith("\\/", to);
    return to - from > 1 && starts && ends
        ? new Step.Deep(to < pattern.length() && pattern.charAt(to) == '/')
        : new Step.Star();
  }

  /// Whether all of the path, in bytes, is what the pattern says.
  boolean matches(String path) {
    List<Step> all = steps;
    if (all == null || !path.startsWith(prefix) || !path.endsWith(suffix)) {
      return false;
    }
    if (all.isEmpty()) {
      return path.length() == prefix.length();
    }
    BitSet now = new BitSet();
    arrive(all, 0, now);
    for (int i = prefix.length(); i < path.length() && !now.isEmpty(); i++) {
      BitSet next = new BitSet();
      for (int at = now.nextSetBit(0); at >= 0; at = now.nextSetBit(at + 1)) {
        if (at < all.size()) {
          advance(all, at, path.charAt(i), next);
        }
      }
      now = next;
    }
    return now.get(all.size());
  }

  private static void advance(List<Step> all, int at, char c, BitSet next) {
    boolean stays = false;
    boolean passes = false;
    switch (all.get(at)) {
      case Step.One one -> passes = one.c == c;
      case Step.Any any -> passes = any.set.has(c);
      case Step.Inside inside -> passes = c != '/';
      case Step.Star star -> stays = c != '/';
      case Step.Deep deep -> stays = true;
    }
    if (stays) {
      next.set(at);
    }
    if (stays || passes) {
      arrive(all, at + 1, next);
    }
  }

  /// Comes to a step, and to those behind it that need not take anything before.
  private static void arrive(List<Step> all, int step, BitSet states) {
    int at = step;
    while (at < all.size()) {
      states.set(at);
      Step here = all.get(at);
      if (here instanceof Step.Deep(boolean folders) && folders) {
        states.set(at + 1);
        at += 2;
      } else if (here instanceof Step.Star || here instanceof Step.Deep) {
        at++;
      } else {
        return;
      }
    }
    states.set(at);
  }
}

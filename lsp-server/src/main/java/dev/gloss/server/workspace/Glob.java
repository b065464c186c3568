package dev.gloss.server.workspace;

import java.util.List;

/// A path pattern as Git writes them: `*` and `?` inside a segment, `[a-z]` classes, `\` before a
/// literal character, `**` for any number of segments.
///
/// Matching is quadratic at worst, whatever the pattern: ignore files come with cloned
/// repositories.
final class Glob {
  private static final String ANY_DEPTH = "**";

  private final List<String> segments;

  /// @param pattern without slashes at its ends
  Glob(String pattern) {
    this.segments = List.of(pattern.split("/", -1));
  }

  /// Whether all of the path, given by its segments, is what the pattern says.
  boolean matches(List<String> path) {
    int s = 0;
    int p = 0;
    int retrySegment = -1;
    int retryPath = 0;
    while (p < path.size()) {
      if (s < segments.size() && segments.get(s).equals(ANY_DEPTH)) {
        if (s == segments.size() - 1) {
          return true;
        }
        retrySegment = ++s;
        retryPath = p;
      } else if (s < segments.size() && matchesSegment(segments.get(s), path.get(p))) {
        s++;
        p++;
      } else if (retrySegment >= 0) {
        s = retrySegment;
        p = ++retryPath;
      } else {
        return false;
      }
    }
    return s == segments.size();
  }

  private static boolean matchesSegment(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int starName = 0;
    while (n < name.length()) {
      int after = p < pattern.length() ? matchOne(pattern, p, name.charAt(n)) : -1;
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = ++p;
        starName = n;
      } else if (after > 0) {
        p = after;
        n++;
      } else if (star >= 0) {
        p = star;
        n = ++starName;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /// Index after the one-character pattern at `p` if it matches, else -1.
  private static int matchOne(String pattern, int p, char c) {
    char first = pattern.charAt(p);
    if (first == '?') {
      return p + 1;
    }
    if (first == '\\' && p + 1 < pattern.length()) {
      return pattern.charAt(p + 1) == c ? p + 2 : -1;
    }
    if (first == '[') {
      return CharacterClass.match(pattern, p, c);
    }
    return first == c ? p + 1 : -1;
  }
}

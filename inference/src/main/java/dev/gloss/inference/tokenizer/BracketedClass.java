package dev.gloss.inference.tokenizer;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Reads a plain character class such as `[A-Za-z一-龥]` from left to right. One instance reads one
/// class.
final class BracketedClass {
  private static final int UNREADABLE = -1;

  private final String inside;
  private int at;

  private BracketedClass(String inside) {
    this.inside = inside;
  }

  /// The members of a class of characters, ranges and escaped characters. Null for anything more:
  /// negation, properties, classes within classes, intersections.
  static @Nullable BitSet members(String brackets) {
    if (!brackets.startsWith("[") || !brackets.endsWith("]") || brackets.startsWith("[^")) {
      return null;
    }
    return new BracketedClass(brackets.substring(1, brackets.length() - 1)).members();
  }

  private @Nullable BitSet members() {
    BitSet members = new BitSet();
    while (!atEnd()) {
      int first = member();
      boolean range = at + 1 < inside.length() && inside.charAt(at) == '-';
      if (range) {
        at++;
      }
      int last = range ? member() : first;
      if (first == UNREADABLE || last < first) {
        return null;
      }
      members.set(first, last + 1);
    }
    return members.isEmpty() ? null : members;
  }

  private boolean atEnd() {
    return at >= inside.length();
  }

  private int member() {
    if (atEnd()) {
      return UNREADABLE;
    }
    int codePoint = inside.codePointAt(at);
    at += Character.charCount(codePoint);
    if (codePoint == '\\') {
      return atEnd() ? UNREADABLE : escaped(inside.charAt(at++));
    }
    boolean plain = codePoint != '[' && codePoint != ']' && codePoint != '&';
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return plain && !surrogate ? codePoint : UNREADABLE;
  }

  private static int escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '\\', '[', ']', '-', '^', '&', '/', '.' -> c;
      default -> UNREADABLE;
    };
  }
}

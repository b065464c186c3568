package dev.gloss.inference.tokenizer;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The code points that a plain character class such as `[A-Za-z一-龥]` lists, one bit each.
/// Immutable.
final class CodePointSet implements CodePointClass {
  private final long[] words;

  private CodePointSet(BitSet members) {
    words = members.toLongArray();
  }

  @Override
  public boolean contains(int codePoint) {
    int word = codePoint >> 6;
    return word < words.length && (words[word] >>> codePoint & 1) != 0;
  }

  /// Reads a bracketed class of characters, ranges and escaped characters. Null for anything more:
  /// negation, properties, classes within classes, intersections.
  static @Nullable CodePointSet parse(String brackets) {
    if (!brackets.startsWith("[") || !brackets.endsWith("]") || brackets.startsWith("[^")) {
      return null;
    }
    BitSet members = new BitSet();
    Cursor cursor = new Cursor(brackets.substring(1, brackets.length() - 1));
    while (!cursor.atEnd()) {
      int first = cursor.member();
      int last = cursor.isRange() ? cursor.rangeEnd() : first;
      if (first < 0 || last < first) {
        return null;
      }
      members.set(first, last + 1);
    }
    return members.isEmpty() ? null : new CodePointSet(members);
  }

  /// Reads the inside of a class from left to right.
  private static final class Cursor {
    private static final int UNREADABLE = -1;

    private final String inside;
    private int at;

    Cursor(String inside) {
      this.inside = inside;
    }

    boolean atEnd() {
      return at >= inside.length();
    }

    /// The next single member, or [#UNREADABLE].
    int member() {
      if (atEnd()) {
        return UNREADABLE;
      }
      int codePoint = inside.codePointAt(at);
      at += Character.charCount(codePoint);
      if (codePoint == '\\') {
        return escaped();
      }
      boolean readable =
          codePoint != '[' && codePoint != ']' && codePoint != '&' && !isSurrogate(codePoint);
      return readable ? codePoint : UNREADABLE;
    }

    boolean isRange() {
      return at + 1 < inside.length() && inside.charAt(at) == '-';
    }

    int rangeEnd() {
      at++;
      return member();
    }

    private int escaped() {
      if (atEnd()) {
        return UNREADABLE;
      }
      char c = inside.charAt(at++);
      return switch (c) {
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case '\\', '[', ']', '-', '^', '&', '/', '.' -> c;
        default -> UNREADABLE;
      };
    }

    private static boolean isSurrogate(int codePoint) {
      return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
  }
}

package dev.gloss.inference.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/// A set of code points: a bit each for the basic plane, a question for the rare ones beyond it.
/// Immutable.
final class CodePointClass {
  private static final int WORDS = Character.MIN_SUPPLEMENTARY_CODE_POINT / Long.SIZE;

  private final long[] basicPlane;
  private final IntPredicate beyond;

  private CodePointClass(long[] basicPlane, IntPredicate beyond) {
    this.basicPlane = Arrays.copyOf(basicPlane, WORDS);
    this.beyond = beyond;
  }

  /// The code points of some general categories.
  static CodePointClass of(GeneralCategories categories) {
    long[] basicPlane = new long[WORDS];
    for (int c = 0; c < Character.MIN_SUPPLEMENTARY_CODE_POINT; c++) {
      if (categories.contains(c)) {
        basicPlane[c >> 6] |= 1L << c;
      }
    }
    return new CodePointClass(basicPlane, categories::contains);
  }

  /// The listed code points, without surrogates.
  static CodePointClass of(BitSet members) {
    return new CodePointClass(members.toLongArray(), members::get);
  }

  private boolean containsBasic(char c) {
    return (basicPlane[c >> 6] >>> c & 1) != 0;
  }

  /// Where the run of members that begins at `from` ends: `from` itself if the first code point is
  /// no member. At most `limit` code points are taken.
  ///
  /// @param text without lone surrogates
  int runEnd(char[] text, int from, int to, int limit) {
    int at = from;
    for (int taken = 0; at < to && taken < limit; taken++) {
      char c = text[at];
      if (containsBasic(c)) {
        at++;
      } else if (Character.isHighSurrogate(c)
          && beyond.test(Character.toCodePoint(c, text[at + 1]))) {
        at += 2;
      } else {
        break;
      }
    }
    return at;
  }
}

package dev.gloss.inference.tokenizer;

/// What the hand-written word steps need to know about a code point, as bits, from a table for the
/// basic plane.
final class WordTraits {
  /// Upper and title case.
  static final int UPPERCASE = 1;

  static final int LOWERCASE = 1 << 1;

  /// Letters of scripts without case, and modifiers.
  static final int CASELESS = 1 << 2;

  static final int MARK = 1 << 3;
  static final int NUMBER = 1 << 4;
  static final int PUNCTUATION_OR_SYMBOL = 1 << 5;
  static final int WHITESPACE = 1 << 6;
  static final int LINE_BREAK = 1 << 7;
  static final int ASCII_LETTER = 1 << 8;
  static final int ASCII_PUNCTUATION = 1 << 9;

  /// Of the script of Chinese characters, whatever the category.
  static final int HAN = 1 << 10;

  static final int LETTER = UPPERCASE | LOWERCASE | CASELESS;
  static final int LETTER_OR_MARK = LETTER | MARK;

  private static final short[] BASIC_PLANE = basicPlane();

  private WordTraits() {}

  static int of(int codePoint) {
    return codePoint < BASIC_PLANE.length ? BASIC_PLANE[codePoint] : compute(codePoint);
  }

  /// Where the run of code points ends that have one of the wanted traits.
  ///
  /// @param text without lone surrogates
  static int runEnd(char[] text, int from, int to, int wanted) {
    int at = from;
    while (at < to) {
      int codePoint = Character.codePointAt(text, at, to);
      if ((of(codePoint) & wanted) == 0) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }

  /// Where the run of code points ends that have none of the unwanted traits.
  ///
  /// @param text without lone surrogates
  static int runEndWithout(char[] text, int from, int to, int unwanted) {
    int at = from;
    while (at < to) {
      int codePoint = Character.codePointAt(text, at, to);
      if ((of(codePoint) & unwanted) != 0) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }

  private static short[] basicPlane() {
    short[] traits = new short[1 << 16];
    for (int c = 0; c < traits.length; c++) {
      traits[c] = (short) compute(c);
    }
    return traits;
  }

  private static int compute(int c) {
    int traits = ofCategory(c, Character.getType(c));
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN ? traits | HAN : traits;
  }

  private static int ofCategory(int c, int category) {
    if (GeneralCategories.LETTER.includes(category)) {
      return letter(category) | (c < 0x80 ? ASCII_LETTER : 0);
    } else if (GeneralCategories.MARK.includes(category)) {
      return MARK;
    } else if (GeneralCategories.NUMBER.includes(category)) {
      return NUMBER;
    } else if (GeneralCategories.PUNCTUATION.includes(category)
        || GeneralCategories.SYMBOL.includes(category)) {
      return PUNCTUATION_OR_SYMBOL | (c < 0x80 ? ASCII_PUNCTUATION : 0);
    } else if (c == '\n' || c == '\r') {
      return WHITESPACE | LINE_BREAK;
    }
    boolean basic = c < Character.MIN_SUPPLEMENTARY_CODE_POINT;
    return basic && Whitespace.is((char) c) ? WHITESPACE : 0;
  }

  private static int letter(int category) {
    return switch (category) {
      case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> UPPERCASE;
      case Character.LOWERCASE_LETTER -> LOWERCASE;
      default -> CASELESS;
    };
  }
}

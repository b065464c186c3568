package dev.gloss.inference.tokenizer;

/// What the hand-written word steps need to know about a code point, as bits, from a table for the
/// alphabets. A table of everything would cost a fresh virtual machine a tenth of a second.
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

  static final int LETTER = UPPERCASE | LOWERCASE | CASELESS;
  static final int LETTER_OR_MARK = LETTER | MARK;

  /// The end of the alphabets; behind it come Chinese, Japanese and Korean characters.
  private static final int TABLE_END = 0x3000;

  private static final short[] TABLE = table();

  private WordTraits() {}

  static int of(int codePoint) {
    return codePoint < TABLE_END ? TABLE[codePoint] : compute(codePoint);
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

  private static short[] table() {
    short[] traits = new short[TABLE_END];
    for (int c = 0; c < traits.length; c++) {
      traits[c] = (short) compute(c);
    }
    return traits;
  }

  private static int compute(int c) {
    int category = Character.getType(c);
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

package dev.gloss.inference.tokenizer;

/// What [DeepseekV3Words] needs to know about a code point, as bits, from a table for the basic
/// plane.
final class WordTraits {
  static final int LETTER_OR_MARK = 1;
  static final int PUNCTUATION_OR_SYMBOL = 1 << 1;
  static final int WHITESPACE = 1 << 2;
  static final int LINE_BREAK = 1 << 3;
  static final int ASCII_LETTER = 1 << 4;
  static final int ASCII_PUNCTUATION = 1 << 5;

  /// Letters, punctuation, symbols and line breaks: what may not lead a word.
  static final int NO_LEAD = 1 << 6;

  private static final byte[] BASIC_PLANE = basicPlane();

  private WordTraits() {}

  static int of(int codePoint) {
    return codePoint < BASIC_PLANE.length ? BASIC_PLANE[codePoint] : compute(codePoint);
  }

  private static byte[] basicPlane() {
    byte[] traits = new byte[1 << 16];
    for (int c = 0; c < traits.length; c++) {
      traits[c] = (byte) compute(c);
    }
    return traits;
  }

  private static int compute(int c) {
    int category = Character.getType(c);
    int traits = 0;
    if (GeneralCategories.LETTER.includes(category)) {
      traits |= LETTER_OR_MARK | NO_LEAD | (c < 0x80 ? ASCII_LETTER : 0);
    } else if (GeneralCategories.MARK.includes(category)) {
      traits |= LETTER_OR_MARK;
    } else if (GeneralCategories.PUNCTUATION.includes(category)
        || GeneralCategories.SYMBOL.includes(category)) {
      traits |= PUNCTUATION_OR_SYMBOL | NO_LEAD | (c < 0x80 ? ASCII_PUNCTUATION : 0);
    } else if (c == '\n' || c == '\r') {
      traits |= WHITESPACE | LINE_BREAK | NO_LEAD;
    } else if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT && Whitespace.is((char) c)) {
      traits |= WHITESPACE;
    }
    return traits;
  }
}

package dev.gloss.inference.tokenizer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The code points of some of Unicode's general categories.
///
/// @param mask bit `n` stands for the category that [Character#getType] numbers `n`
record GeneralCategories(int mask) {
  static final GeneralCategories LETTER =
      of(
          Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER);
  static final GeneralCategories MARK =
      of(Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK);
  static final GeneralCategories NUMBER =
      of(Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER);
  static final GeneralCategories PUNCTUATION =
      of(
          Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION);
  static final GeneralCategories SYMBOL =
      of(
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL);

  private static final Map<String, GeneralCategories> BY_NAME =
      Map.of("L", LETTER, "M", MARK, "N", NUMBER, "P", PUNCTUATION, "S", SYMBOL);

  private static GeneralCategories of(byte... categories) {
    int mask = 0;
    for (byte category : categories) {
      mask |= 1 << category;
    }
    return new GeneralCategories(mask);
  }

  /// The class that `\p{name}` means, or null for a name other than L, M, N, P and S.
  static @Nullable GeneralCategories named(String name) {
    return BY_NAME.get(name);
  }

  /// Whether a code point is of one of the categories.
  boolean contains(int codePoint) {
    return includes(Character.getType(codePoint));
  }

  /// Whether a category is one of these.
  ///
  /// @param category a number that [Character#getType] gives
  boolean includes(int category) {
    return (mask >>> category & 1) != 0;
  }
}

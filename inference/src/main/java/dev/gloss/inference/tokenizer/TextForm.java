package dev.gloss.inference.tokenizer;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/// The Unicode form that a tokenizer brings text into before it cuts it.
enum TextForm {
  /// The one it is in.
  AS_IS {
    @Override
    char @Nullable [] changed(char[] text, int from, int to) {
      return null;
    }
  },
  /// Canonical composition.
  NFC {
    @Override
    char @Nullable [] changed(char[] text, int from, int to) {
      for (int i = from; i < to; i++) {
        if (text[i] >= FIRST_TO_COMPOSE) {
          return composed(text, from, to);
        }
      }
      return null;
    }
  };

  /// All text of characters below this one is composed.
  private static final char FIRST_TO_COMPOSE = '\u0300';

  /// So many marks in a row are brought into order at once. Putting a run in order takes time in
  /// the square of its length; Unicode's stream-safe format ends a run after 30.
  private static final int LONGEST_RUN = 1024;

  /// The text in this form, or null where it is in it already.
  ///
  /// @param text without lone surrogates
  abstract char @Nullable [] changed(char[] text, int from, int to);

  private static char[] composed(char[] text, int from, int to) {
    StringBuilder out = new StringBuilder(to - from);
    int start = from;
    int run = 0;
    for (int at = from; at < to; ) {
      int codePoint = Character.codePointAt(text, at, to);
      run = GeneralCategories.MARK.contains(codePoint) ? run + 1 : 0;
      at += Character.charCount(codePoint);
      if (run == LONGEST_RUN || at == to) {
        String part = new String(text, start, at - start);
        out.append(Normalizer.normalize(part, Normalizer.Form.NFC));
        start = at;
        run = 0;
      }
    }
    char[] result = new char[out.length()];
    out.getChars(0, result.length, result, 0);
    return result;
  }
}

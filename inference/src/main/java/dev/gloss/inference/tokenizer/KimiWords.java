package dev.gloss.inference.tokenizer;

/// Kimi K2's expression by hand ([WordPatterns#KIMI_K2]): runs of Chinese characters, words cut
/// where lower case turns to upper case, each with one leading character and a contraction behind,
/// numbers of up to three digits, everything else, and white space.
///
/// llama.cpp quotes this expression and then does not cut words at changes of case; the model was
/// trained with what the expression says.
record KimiWords() implements WordStep {

  private static final int NO_LEAD = WordTraits.LETTER | WordTraits.NUMBER | WordTraits.LINE_BREAK;

  /// What both halves of a word may hold.
  private static final int EITHER = WordTraits.CASELESS | WordTraits.MARK;

  private static final int HEAD = WordTraits.UPPERCASE | EITHER;
  private static final int TAIL = WordTraits.LOWERCASE | EITHER;

  /// The first of the script's characters, a radical.
  private static final int FIRST_HAN = 0x2E80;

  private static final Gpt4Words REST = new Gpt4Words(Contractions.ASCII_CASE, 3, true);

  @Override
  public int matchEnd(char[] text, int at, int to) {
    int first = Character.codePointAt(text, at, to);
    int traits = WordTraits.of(first);
    if (isHan(first)) {
      return hanEnd(text, at, to);
    }
    int afterLead = (traits & NO_LEAD) == 0 ? at + Character.charCount(first) : at;
    int wordEnd = wordEnd(text, at, afterLead, to);
    if (wordEnd == at) {
      return REST.endWithoutWord(text, at, to);
    }
    return wordEnd < to ? Contractions.ASCII_CASE.end(text, wordEnd, to) : wordEnd;
  }

  /// The word's two alternatives, each tried with its lead and then without; `at` where none
  /// matches.
  private static int wordEnd(char[] text, int at, int afterLead, int to) {
    int end = endWithTail(text, afterLead, to);
    if (end == afterLead && afterLead > at) {
      end = endWithTail(text, at, to);
      if (end == at) {
        end = headEnd(text, afterLead, to);
        return end > afterLead ? end : headEnd(text, at, to);
      }
      return end;
    }
    return end > afterLead ? end : headEnd(text, at, to);
  }

  /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+`: where no
  /// tail follows the longest head, the last character of the head that may be a tail ends it.
  private static int endWithTail(char[] text, int from, int to) {
    int tail = from;
    int at = from;
    while (at < to) {
      int codePoint = Character.codePointAt(text, at, to);
      int traits = WordTraits.of(codePoint);
      if ((traits & HEAD) == 0 || isHan(codePoint)) {
        break;
      }
      at += Character.charCount(codePoint);
      if ((traits & EITHER) != 0) {
        tail = at;
      }
    }
    int end = runEnd(text, at, to, TAIL);
    return end > at ? end : tail;
  }

  private static int hanEnd(char[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int codePoint = Character.codePointAt(text, at, to);
      if (!isHan(codePoint)) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }

  private static boolean isHan(int codePoint) {
    return codePoint >= FIRST_HAN
        && Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
  }

  private static int headEnd(char[] text, int from, int to) {
    return runEnd(text, from, to, HEAD);
  }

  private static int runEnd(char[] text, int from, int to, int wanted) {
    int at = from;
    while (at < to) {
      int codePoint = Character.codePointAt(text, at, to);
      if ((WordTraits.of(codePoint) & wanted) == 0 || isHan(codePoint)) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }
}

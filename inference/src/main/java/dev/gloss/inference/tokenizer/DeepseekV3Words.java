package dev.gloss.inference.tokenizer;

/// DeepSeek-V3's main expression by hand, in linear time: words with one leading character,
/// punctuation with the line breaks after it, line breaks with the white space before them, and
/// white space up to the last one before a word.
///
/// Each alternative below is one of the expression's, in its order ([DeepseekPatterns#V3_WORDS]).
record DeepseekV3Words() implements WordStep {

  /// What may not lead a word.
  private static final int NO_LEAD =
      WordTraits.LETTER | WordTraits.PUNCTUATION_OR_SYMBOL | WordTraits.LINE_BREAK;

  @Override
  public int matchEnd(char[] text, int at, int to) {
    int first = Character.codePointAt(text, at, to);
    int second = at + Character.charCount(first);
    int traits = WordTraits.of(first);
    if ((traits & WordTraits.ASCII_PUNCTUATION) != 0) {
      int end = WordTraits.runEnd(text, second, to, WordTraits.ASCII_LETTER);
      if (end > second) {
        return end;
      }
    }
    int wordEnd = wordEnd(text, at, second, to, traits);
    if (wordEnd > at) {
      return wordEnd;
    }
    int punctuation = first == ' ' ? second : at;
    int punctuationEnd = WordTraits.runEnd(text, punctuation, to, WordTraits.PUNCTUATION_OR_SYMBOL);
    if (punctuationEnd > punctuation) {
      return WordTraits.runEnd(text, punctuationEnd, to, WordTraits.LINE_BREAK);
    }
    boolean whitespace = (traits & WordTraits.WHITESPACE) != 0;
    return whitespace ? Whitespace.endAfterLineBreaks(text, at, to) : at;
  }

  /// `[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+`
  private static int wordEnd(char[] text, int at, int second, int to, int traits) {
    if ((traits & NO_LEAD) == 0) {
      int end = WordTraits.runEnd(text, second, to, WordTraits.LETTER_OR_MARK);
      if (end > second) {
        return end;
      }
    }
    return (traits & WordTraits.LETTER_OR_MARK) == 0
        ? at
        : WordTraits.runEnd(text, second, to, WordTraits.LETTER_OR_MARK);
  }
}

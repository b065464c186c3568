package dev.gloss.inference.tokenizer;

/// DeepSeek-V3's main expression by hand, in linear time: words with one leading character,
/// punctuation with the line breaks after it, line breaks with the white space before them, and
/// white space up to the last one before a word.
///
/// Each alternative below is one of the expression's, in its order ([DeepseekPatterns#V3_WORDS]).
record DeepseekV3Words() implements SplitStep {

  @Override
  public void split(char[] text, int from, int to, IntList ends) {
    int gap = from;
    int at = from;
    while (at < to) {
      int end = matchEnd(text, at, to);
      if (end == at) {
        at += Character.charCount(Character.codePointAt(text, at, to));
        continue;
      }
      if (at > gap) {
        ends.add(at);
      }
      ends.add(end);
      gap = end;
      at = end;
    }
    if (gap < to) {
      ends.add(to);
    }
  }

  private static int matchEnd(char[] text, int at, int to) {
    int first = Character.codePointAt(text, at, to);
    int second = at + Character.charCount(first);
    int traits = WordTraits.of(first);
    if ((traits & WordTraits.ASCII_PUNCTUATION) != 0) {
      int end = runEnd(text, second, to, WordTraits.ASCII_LETTER);
      if (end > second) {
        return end;
      }
    }
    int wordEnd = wordEnd(text, at, second, to, traits);
    if (wordEnd > at) {
      return wordEnd;
    }
    int punctuation = first == ' ' ? second : at;
    int punctuationEnd = runEnd(text, punctuation, to, WordTraits.PUNCTUATION_OR_SYMBOL);
    if (punctuationEnd > punctuation) {
      return runEnd(text, punctuationEnd, to, WordTraits.LINE_BREAK);
    }
    return (traits & WordTraits.WHITESPACE) != 0 ? whitespaceEnd(text, at, to) : at;
  }

  /// `[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+`
  private static int wordEnd(char[] text, int at, int second, int to, int traits) {
    if ((traits & WordTraits.NO_LEAD) == 0) {
      int end = runEnd(text, second, to, WordTraits.LETTER_OR_MARK);
      if (end > second) {
        return end;
      }
    }
    return (traits & WordTraits.LETTER_OR_MARK) == 0
        ? at
        : runEnd(text, second, to, WordTraits.LETTER_OR_MARK);
  }

  /// `\s*[\r\n]+|\s+(?!\S)|\s+`
  private static int whitespaceEnd(char[] text, int at, int to) {
    int end = Whitespace.runEnd(text, at, to);
    for (int i = end - 1; i >= at; i--) {
      if (text[i] == '\n' || text[i] == '\r') {
        return i + 1;
      }
    }
    return end == to || end == at + 1 ? end : end - 1;
  }

  private static int runEnd(char[] text, int from, int to, int wanted) {
    int at = from;
    while (at < to) {
      int codePoint = Character.codePointAt(text, at, to);
      if ((WordTraits.of(codePoint) & wanted) == 0) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }
}

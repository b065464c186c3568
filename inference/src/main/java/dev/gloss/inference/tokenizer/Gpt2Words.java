package dev.gloss.inference.tokenizer;

/// GPT-2's expression by hand ([WordPatterns#GPT_2]): contractions, then runs of letters, of
/// numbers and of everything else, each with one space before it, and white space.
record Gpt2Words() implements WordStep {

  @Override
  public int matchEnd(char[] text, int at, int to) {
    int contraction = Contractions.LOWERCASE.end(text, at, to);
    if (contraction > at) {
      return contraction;
    }
    int start = text[at] == ' ' && at + 1 < to ? at + 1 : at;
    int traits = WordTraits.of(Character.codePointAt(text, start, to));
    if ((traits & WordTraits.LETTER) != 0) {
      return WordTraits.runEnd(text, start, to, WordTraits.LETTER);
    }
    if ((traits & WordTraits.NUMBER) != 0) {
      return WordTraits.runEnd(text, start, to, WordTraits.NUMBER);
    }
    return (traits & WordTraits.WHITESPACE) != 0
        ? Whitespace.end(text, at, to)
        : WordTraits.runEndWithout(text, start, to, Gpt4Words.NO_OTHER);
  }
}

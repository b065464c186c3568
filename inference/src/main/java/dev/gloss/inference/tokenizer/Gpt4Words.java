package dev.gloss.inference.tokenizer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The expression that GPT-4 began and Llama 3, Qwen, GLM and Seed took up, by hand and in linear
/// time: contractions, words with one leading character, numbers, everything else with one space
/// before it, line breaks with the white space before them, and white space.
///
/// Each alternative below is one of the expression's, in its order.
///
/// @param contractions in which case they are found
/// @param numberLimit the most digits a number takes
/// @param withLineBreaks whether line breaks after punctuation belong to it
record Gpt4Words(Contractions contractions, int numberLimit, boolean withLineBreaks)
    implements WordStep {

  /// What is none of "everything else": `[^\s\p{L}\p{N}]`.
  static final int NO_OTHER = WordTraits.WHITESPACE | WordTraits.LETTER | WordTraits.NUMBER;

  private static final int NO_LEAD = WordTraits.LETTER | WordTraits.NUMBER | WordTraits.LINE_BREAK;

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<any>\\Q(?i:'s|'t|'re|'ve|'m|'ll|'d)\\E)"
              + "|\\Q(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])\\E)"
              + "\\Q|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}\\E"
              + "(?:\\{1(?:,(?<limit>[1-9]))?})?"
              + "\\Q| ?[^\\s\\p{L}\\p{N}\\E(?:\\Q]+[\\r\\n]*\\E|(?<bare>\\Q\\r\\n]+\\E))"
              + "\\Q|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+\\E");

  /// The step for an expression of this form, or null for any other.
  static @Nullable Gpt4Words of(String regex) {
    Matcher form = FORM.matcher(regex);
    if (!form.matches()) {
      return null;
    }
    String limit = form.group("limit");
    return new Gpt4Words(
        form.group("any") != null ? Contractions.ANY_CASE : Contractions.ASCII_CASE,
        limit == null ? 1 : Integer.parseInt(limit),
        form.group("bare") == null);
  }

  @Override
  public int matchEnd(char[] text, int at, int to) {
    int contraction = contractions.end(text, at, to);
    if (contraction > at) {
      return contraction;
    }
    int first = Character.codePointAt(text, at, to);
    int second = at + Character.charCount(first);
    int traits = WordTraits.of(first);
    if ((traits & WordTraits.LETTER) != 0) {
      return WordTraits.runEnd(text, second, to, WordTraits.LETTER);
    }
    if ((traits & NO_LEAD) == 0) {
      int end = WordTraits.runEnd(text, second, to, WordTraits.LETTER);
      if (end > second) {
        return end;
      }
    }
    return endWithoutWord(text, at, to);
  }

  /// The expression from its numbers on: `\p{N}{1,limit}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|…`.
  int endWithoutWord(char[] text, int at, int to) {
    int numberEnd = numberEnd(text, at, to);
    if (numberEnd > at) {
      return numberEnd;
    }
    int other = text[at] == ' ' ? at + 1 : at;
    int otherEnd = otherEnd(text, other, to);
    return otherEnd > other ? otherEnd : Whitespace.endAfterLineBreaks(text, at, to);
  }

  private int numberEnd(char[] text, int from, int to) {
    int at = from;
    for (int taken = 0; at < to && taken < numberLimit; taken++) {
      int codePoint = Character.codePointAt(text, at, to);
      if ((WordTraits.of(codePoint) & WordTraits.NUMBER) == 0) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }

  private int otherEnd(char[] text, int from, int to) {
    int end = WordTraits.runEndWithout(text, from, to, NO_OTHER);
    return end > from && withLineBreaks
        ? WordTraits.runEnd(text, end, to, WordTraits.LINE_BREAK)
        : end;
  }
}

package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gloss.inference.testing.Seeded;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The steps written by hand against the expressions that they stand for.
class SplitStepTest {

  /// As the `tokenizer.json` files of Llama 3 and GLM-4 spell it, with line breaks as they are.
  private static final String ANY_CASE_WORDS =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+";

  @ParameterizedTest
  @ValueSource(
      strings = {
        DeepseekPatterns.V3_NUMBERS,
        DeepseekPatterns.V3_CJK,
        DeepseekPatterns.V3_WORDS,
        DeepseekPatterns.LINE_BREAK,
        DeepseekPatterns.LLM_LETTERS,
        DeepseekPatterns.LLM_PUNCTUATION,
        DeepseekPatterns.LLM_CJK,
        DeepseekPatterns.TRAILING_WHITESPACE,
        DeepseekPatterns.CODER_LETTERS,
        DeepseekPatterns.CODER_PUNCTUATION,
        WordPatterns.GPT_2,
        WordPatterns.LLAMA_3,
        WordPatterns.QWEN_2,
        WordPatterns.SEED_CODER,
        WordPatterns.KIMI_K2,
        ANY_CASE_WORDS,
        " ?[a-z\\]\\-]{1,2}",
        "\\p{N}"
      })
  void handWrittenStepsCutWhereTheExpressionDoes(String pattern) {
    SplitStep byHand = SplitPattern.of(pattern);
    SplitStep byExpression = RegexSplit.compile(pattern);
    assertNotNull(byHand);
    assertNotNull(byExpression);
    assertEquals(false, byHand instanceof RegexSplit);
    Seeded.cases(
        400,
        random -> {
          RandomText texts = new RandomText(random);
          int parts = 1 + random.nextInt(40);
          String text =
              "<" + (random.nextInt(3) == 0 ? texts.word(parts) : texts.text(parts)) + ">";
          // The step must see its own piece alone, not the marks around it.
          assertEquals(pieces(byExpression, text), pieces(byHand, text));
        });
  }

  @Test
  void unknownExpressionsAreLeftToTheEngine() {
    assertInstanceOf(RegexSplit.class, SplitPattern.of("[a-z&&[aeiou]]+"));
    assertInstanceOf(RegexSplit.class, SplitPattern.of("[^a]+"));
    assertInstanceOf(RegexSplit.class, SplitPattern.of("[\\p{L}]+"));
    assertInstanceOf(RegexSplit.class, SplitPattern.of("a|b"));
  }

  @Test
  void expressionsThatJavaReadsDifferentlyAreRefused() {
    assertNull(SplitPattern.of("[[:alpha:]]+"));
    assertNull(SplitPattern.of("\\h+"));
    assertNull(SplitPattern.of("(?<word>a)\\g<word>"));
    assertNull(SplitPattern.of("(unclosed"));
    assertInstanceOf(RegexSplit.class, SplitPattern.of("\\\\h+"));
  }

  @Test
  void trailingWhitespaceIsThatOfEachLine() {
    check(List.of("a", "  ", "\n b"), "a  \n b");
    check(List.of("a b", " \n "), "a b \n ");
    check(List.of("  a"), "  a");
  }

  private static void check(List<String> expected, String text) {
    assertEquals(expected, pieces(new TrailingWhitespace(), "<" + text + ">"));
  }

  private static List<String> pieces(SplitStep step, String marked) {
    IntList ends = new IntList(0);
    step.split(marked.toCharArray(), 1, marked.length() - 1, ends);
    List<String> pieces = new ArrayList<>();
    int start = 1;
    for (int i = 0; i < ends.size(); i++) {
      pieces.add(marked.substring(start, ends.get(i)));
      start = ends.get(i);
    }
    assertEquals(marked.length() - 1, start);
    return pieces;
  }
}

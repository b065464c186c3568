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
          String text = "<" + new RandomText(random).text(1 + random.nextInt(40)) + ">";
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

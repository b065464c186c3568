package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Texts on which an expression engine or a plain merge loop takes time in the square of their
/// length: minutes for these, where the limit is generous for anything that is linear.
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HostileTextTest {
  private static final int LENGTH = 100_000;

  private static final List<String> UNITS =
      List.of(" ", "a", "aB", "é", "1", "\n ", ".", "'", "<｜fim", "\u0000", "🙂", "中");

  @ParameterizedTest
  @FieldSource("dev.gloss.inference.tokenizer.GoldenTokenizers#FAMILIES")
  void longRunsTakeTimeInProportion(String family) {
    BpeTokenizer tokenizer = GoldenTokenizers.load(family);
    for (String unit : UNITS) {
      String text = unit.repeat(LENGTH / unit.length()) + "1";
      assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    }
  }

  /// Putting so many marks in order at once would take time in the square of their number.
  @Test
  void aLetterUnderManyMarksIsComposedInProportion() {
    BpeTokenizer tokenizer = GoldenTokenizers.load("qwen2");
    String marks = "\u0316\u0301".repeat(LENGTH);
    String decoded = tokenizer.decode(tokenizer.encodeText("e" + marks + "o"));
    assertEquals(marks.length() + 1, decoded.length());
    assertTrue(decoded.startsWith("\u00E9\u0316\u0316"), decoded.substring(0, 3));
  }

  @ParameterizedTest
  @FieldSource("dev.gloss.inference.tokenizer.GoldenTokenizers#FAMILIES")
  void mergingOneLongPieceTakesStepsInProportion(String family) {
    BpeTokenizer tokenizer = GoldenTokenizers.load(family);
    for (String unit : UNITS) {
      long half = mergeSteps(tokenizer, unit.repeat(10_000));
      long whole = mergeSteps(tokenizer, unit.repeat(20_000));
      assertTrue(whole <= 2.5 * half + 100, unit + ": " + half + " steps, then " + whole);
    }
  }

  private static long mergeSteps(BpeTokenizer tokenizer, String text) {
    Encoding encoding = tokenizer.encoding(text.length());
    encoding.addText(text);
    return encoding.mergeSteps();
  }
}

package dev.gloss.prompts.packing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.prompts.WordTokenizer;
import org.junit.jupiter.api.Test;

class LineCutterTest {
  private static void check(String text, int budget, String expected) {
    assertEquals(expected, new LineCutter(new WordTokenizer(false)).head(text, budget));
  }

  @Test
  void wholeLinesAreKept() {
    check("a b\nc d\ne f\n", 100, "a b\nc d\ne f\n");
    check("a b\nc d\ne f\n", 8, "a b\nc d\n");
    check("a b\nc d\ne f", 6, "a b\nc d\n");
    check("a b\nc d\ne f", 8, "a b\nc d\ne f");
  }

  @Test
  void aFirstLineThatIsTooLongIsCutInside() {
    check("a b c d e f\ng", 3, "a b c");
  }

  @Test
  void nothingFitsIntoNothing() {
    check("a b\n", 0, "");
    check("a b\n", -3, "");
    check("", 5, "");
  }
}

package dev.gloss.prompts.packing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.prompts.packing.Quotation.Excerpt;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How code of other files stands in a prompt.
final class QuotationTest {
  private static final Excerpt BEST = new Excerpt("a/Best.java", 7, "", "int a;\n\n  int b;");
  private static final Excerpt SECOND = new Excerpt("Second.java", 1, "", "long c;");

  @Test
  void theBestStandsNearestInComments() {
    Quotation quotation = Quotation.of(List.of(BEST, SECOND), "//", 1000);
    assertEquals(
        """
        // Second.java
        // long c;
        // a/Best.java
        // int a;
        //
        //   int b;

        """,
        quotation.text());
    assertEquals(List.of(SECOND, BEST), quotation.excerpts());
    assertEquals(9, BEST.lastLine());
  }

  @Test
  void whatDoesNotFitIsCutAtALineOrLeftOut() {
    Excerpt lines = new Excerpt("L.py", 11, "", "aaaa\n".repeat(9) + "aaaa");
    assertEquals(
        "# L.py\n" + "# aaaa\n".repeat(6) + "\n", Quotation.of(List.of(lines), "#", 33).text());
    assertSame(Quotation.NONE, Quotation.of(List.of(lines), "#", 20));
    Quotation both = Quotation.of(List.of(BEST, lines, SECOND), "#", 16 + 44);
    assertEquals(
        List.of("L.py", "a/Best.java"), both.excerpts().stream().map(Excerpt::name).toList());
    assertEquals(19, both.excerpts().getFirst().lastLine());
  }

  @Test
  void nothingIsNoText() {
    Quotation nothing = Quotation.of(List.of(), "//", 1000);
    assertTrue(nothing.isEmpty());
    assertEquals("", nothing.text());
  }
}

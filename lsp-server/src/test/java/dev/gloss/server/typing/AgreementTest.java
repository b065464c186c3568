package dev.gloss.server.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// How far a text is `return a + b;`.
class AgreementTest {

  @Test
  void allOfTheLine() {
    check("return a + b;", true, true, true, true, 13);
    check("return a + b; ", true, true, true, true, 13);
  }

  @Test
  void aTextThatEndsEarlierAgreesButIsNotTheLine() {
    check("return a", true, false, true, false, 8);
    check("return a +", true, false, true, false, 10);
    // Half a word is no word that stood there.
    check("retu", false, false, false, false, 4);
  }

  @Test
  void aTextThatGoesOnOtherwise() {
    check("return b;", true, false, false, false, 7);
    check("int c = a;", false, false, false, false, 0);
    check("returns(a)", false, false, false, false, 6);
  }

  @Test
  void moreLinesThanWereCutOutAreNotExact() {
    check("return a + b;\n  }", true, true, true, false, 13);
  }

  @Test
  void aLineFeedWhereTheLineGoesOnIsWrong() {
    check("\n    return a + b;", false, false, false, false, 0);
  }

  @Test
  void theNextLineIsComparedWhereTheLineIsWhole() {
    Moment moment = new Moment("{\n  a();", "\n  b();", "\n  b();\n  c();", "\n}\n");
    assertEquals(new Agreement(true, true, true, false, 7, 7), Agreement.of(moment));
  }

  @Test
  void theRestOfAWordIsAWord() {
    Moment moment = new Moment("  ret", "urn b;", "urn a;", "\n}\n");
    assertEquals(new Agreement(true, false, false, false, 4, 6), Agreement.of(moment));
  }

  private static void check(
      String shown, boolean word, boolean line, boolean prefix, boolean exact, int kept) {
    assertEquals(
        new Agreement(word, line, prefix, exact, kept, shown.stripTrailing().length()),
        Agreement.of(Sum.showing(shown)));
  }
}

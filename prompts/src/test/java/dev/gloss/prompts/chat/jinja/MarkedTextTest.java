package dev.gloss.prompts.chat.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkedTextTest {
  private static final TemplateLimits LIMITS = TemplateLimits.DEFAULT;

  /// Data is written in capitals, so a text shows its own marks.
  private static MarkedText text(String shown) {
    MarkedText text = MarkedText.EMPTY;
    for (int i = 0; i < shown.length(); i++) {
      String c = shown.substring(i, i + 1);
      boolean data = Character.isUpperCase(c.charAt(0));
      text = text.plus(data ? MarkedText.data(c) : MarkedText.template(c));
    }
    return text;
  }

  private static void check(MarkedText text) {
    String shown = text.text();
    for (int i = 0; i < shown.length(); i++) {
      boolean data = Character.isUpperCase(shown.charAt(i));
      assertEquals(data, text.dataStart(i) == i, shown + " at " + i);
      assertEquals(!data, text.dataEnd(i) == i, shown + " at " + i);
    }
  }

  @Test
  void marksStayWithTheirCharacters() {
    Random random = new Random(Long.getLong("seed", 5));
    MarkedText text = text("aBcDDe");
    for (int round = 0; round < 3000; round++) {
      text =
          switch (random.nextInt(4)) {
            case 0 -> text.plus(text(random.nextBoolean() ? "xY" : "Zz"));
            case 1 -> {
              int from = random.nextInt(text.units() + 1);
              yield text.slice(from, from + random.nextInt(text.units() - from + 1));
            }
            case 2 -> text("Q").plus(text).plus(text("r"));
            default ->
                StringMethods.replace(
                    text, text("D"), text("pQp"), random.nextInt(-1, 3), new Budget(LIMITS));
          };
      text = text.units() > 200 ? text.slice(0, 100) : text;
      check(text);
    }
  }

  @Test
  void neighbouringDataIsOneSpan() {
    MarkedText text = text("aBBBc").plus(text("DD"));
    assertEquals(1, text.dataStart(0));
    assertEquals(4, text.dataEnd(1));
    assertEquals(5, text.dataStart(4));
    assertEquals(7, text.dataEnd(5));
    assertEquals(7, text.dataStart(7));
  }

  @Test
  void aChangeOfLengthMakesAllOfItData() {
    MarkedText text = MarkedText.template("a").plus(MarkedText.data("ß"));
    MarkedText upper = text.map(s -> s.toUpperCase(java.util.Locale.ROOT));
    assertEquals("ASS", upper.text());
    assertEquals(0, upper.dataStart(0));
    assertEquals(3, upper.dataEnd(0));
  }

  @Test
  void textsAreOrderedByCodePoint() {
    MarkedText emoji = MarkedText.template("\uD83D\uDE00");
    MarkedText fullWidth = MarkedText.template("\uFF5C");
    assertTrue(emoji.compareTo(fullWidth) > 0);
    assertTrue(fullWidth.compareTo(emoji) < 0);
    assertEquals(0, emoji.compareTo(MarkedText.data("\uD83D\uDE00")));
  }
}

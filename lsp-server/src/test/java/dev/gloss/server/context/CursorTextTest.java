package dev.gloss.server.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gloss.server.workspace.Document;
import org.junit.jupiter.api.Test;

class CursorTextTest {
  private static CursorText of(String text, int cursor) {
    return CursorText.of(new Document("file:///a.txt", "plaintext", 1, text), cursor);
  }

  @Test
  void aCursorMovesWithTheLineEnds() {
    CursorText text = of("a\r\nb\r\nc", 4);
    assertEquals("a\nb", text.before());
    assertEquals("\nc", text.after());
    String plain = "a\nb";
    assertSame(plain, of(plain, 1).text());
    assertEquals("a\n", of("a\r\nb", 2).before());
  }

  @Test
  void aSecretIsCoveredAlsoWhereTheCursorStandsInIt() {
    String text = "x\r\nk = " + key() + "\r\n";
    CursorText cursor = of(text, 14);
    assertEquals("x\nk = " + "*".repeat(7), cursor.before());
    assertEquals("*".repeat(13) + "\n", cursor.after());
  }

  @Test
  void aPartOfASecretIsNotShown() {
    String text = "a\nk = " + key() + "\nb";
    CodeRegion middle = new CodeRegion(10, 18, null);
    assertEquals("*".repeat(8), middle.code(text));
  }

  private static String key() {
    return "AK" + "IA" + "Z7Q2K9X4W6M3J5TB";
  }
}

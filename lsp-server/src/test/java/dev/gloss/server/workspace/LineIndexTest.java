package dev.gloss.server.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LineIndexTest {
  /// One char, one byte; two bytes; three bytes; a surrogate pair of four bytes.
  private static final String TEXT = "aé€😀z\nsecond\r\nthird\rfourth";

  private final LineIndex lines = new LineIndex(TEXT);

  @ParameterizedTest
  @CsvSource({
    "UTF16, 0, 0", "UTF16, 1, 1", "UTF16, 2, 2", "UTF16, 3, 3", "UTF16, 5, 5", "UTF16, 6, 6",
    "UTF8, 0, 0", "UTF8, 1, 1", "UTF8, 3, 2", "UTF8, 6, 3", "UTF8, 10, 5", "UTF8, 11, 6",
    "UTF32, 3, 3", "UTF32, 4, 5", "UTF32, 5, 6"
  })
  void charactersAreCountedInTheNegotiatedUnits(
      PositionEncoding encoding, int character, int offset) {
    assertEquals(offset, lines.offset(new TextPosition(0, character), encoding));
    assertEquals(new TextPosition(0, character), lines.position(offset, encoding));
  }

  @ParameterizedTest
  @CsvSource({"UTF8, 2, 1", "UTF8, 4, 2", "UTF8, 5, 2", "UTF8, 9, 3", "UTF16, 4, 3"})
  void aPlaceInsideACodePointIsItsStart(PositionEncoding encoding, int character, int offset) {
    assertEquals(offset, lines.offset(new TextPosition(0, character), encoding));
  }

  @ParameterizedTest
  @EnumSource(PositionEncoding.class)
  void everyCodePointOfEveryLineComesBack(PositionEncoding encoding) {
    for (int i = 0; i <= TEXT.length(); i++) {
      boolean insidePair = i > 0 && Character.isSurrogatePair(TEXT.charAt(i - 1), at(i));
      boolean insideLineEnd = i > 0 && TEXT.charAt(i - 1) == '\r' && at(i) == '\n';
      if (!insidePair && !insideLineEnd) {
        assertEquals(i, lines.offset(lines.position(i, encoding), encoding), "offset " + i);
      }
    }
  }

  private static char at(int i) {
    return i < TEXT.length() ? TEXT.charAt(i) : ' ';
  }

  @Test
  void linesEndWithAnyOfTheThreeLineEnds() {
    assertEquals(4, lines.count());
    assertEquals("second", TEXT.substring(lines.start(1), lines.end(1)));
    assertEquals("third", TEXT.substring(lines.start(2), lines.end(2)));
    assertEquals("fourth", TEXT.substring(lines.start(3), lines.end(3)));
  }

  @Test
  void anEmptyTextHasOneEmptyLine() {
    LineIndex empty = new LineIndex("");
    assertEquals(1, empty.count());
    assertEquals(0, empty.offset(new TextPosition(0, 0), PositionEncoding.UTF8));
    assertEquals(1, new LineIndex("x\n").position(2, PositionEncoding.UTF16).line());
  }

  @Test
  void aCharacterBeyondTheLineIsTheLinesEnd() {
    assertEquals(6, lines.offset(new TextPosition(0, 999), PositionEncoding.UTF16));
    int second = TEXT.indexOf("second") + 6;
    assertEquals(second, lines.offset(new TextPosition(1, 7), PositionEncoding.UTF16));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 5, 0",
    "0, -1, 0",
    "0, 2147483647, 6",
    "3, 99, 27",
    "4, 2, 27",
    "2147483647, 0, 27"
  })
  void aPlaceOutsideOfTheDocumentIsTheNearestInIt(int line, int character, int offset) {
    for (PositionEncoding encoding : PositionEncoding.values()) {
      assertEquals(offset, lines.offset(new TextPosition(line, character), encoding));
    }
  }

  /// Whatever is edited, what is kept of the lines before equals what is counted anew.
  @Test
  void anEditMovesTheLinesAfterIt() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    String[] pieces = {"", "x", "\n", "\r", "\r\n", "a\nb\r\rc", "\n\r"};
    StringBuilder text = new StringBuilder("a\r\nb\rc\n");
    LineIndex index = new LineIndex(text.toString());
    for (int i = 0; i < 2000; i++) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(4));
      String piece = pieces[random.nextInt(pieces.length)];
      text.replace(from, to, piece);
      index = index.edited(text, from, to, piece.length());
      LineIndex expected = new LineIndex(text.toString());
      assertEquals(expected.count(), index.count(), "seed " + seed + ", edit " + i);
      for (int line = 0; line < expected.count(); line++) {
        assertEquals(expected.start(line), index.start(line), "seed " + seed + ", edit " + i);
      }
    }
  }
}

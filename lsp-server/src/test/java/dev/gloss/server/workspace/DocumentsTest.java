package dev.gloss.server.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentsTest {
  private static final String URI = "file:///p/A.java";

  private final Documents documents = new Documents();

  private static TextChange change(int fromLine, int from, int toLine, int to, String text) {
    return new TextChange(new TextPosition(fromLine, from), new TextPosition(toLine, to), text);
  }

  private String text() {
    return documents.find(URI).orElseThrow().text();
  }

  private void check(String before, List<TextChange> changes, String after) {
    documents.open(new Document(URI, "java", 1, before));
    documents.change(URI, 2, changes, PositionEncoding.UTF16);
    assertEquals(after, text());
    assertEquals(2, documents.find(URI).orElseThrow().version());
  }

  @Test
  void editsApplyOneAfterTheOther() {
    check("ab\ncd", List.of(change(0, 1, 1, 1, "X\nY")), "aX\nYd");
    check("ab", List.of(change(0, 2, 0, 2, "\n"), change(1, 0, 1, 0, "c")), "ab\nc");
    check("ab", List.of(TextChange.all("new"), change(0, 0, 0, 1, "N")), "New");
    check("ab", List.of(), "ab");
  }

  @Test
  void anEditBeyondTheEndTakesPlaceAtTheEnd() {
    check("ab\n", List.of(change(0, 0, 7, 0, "all")), "all");
    check("ab", List.of(change(9, 9, 9, 9, "!")), "ab!");
    check("ab", List.of(change(-1, 0, 0, 1, "x")), "xb");
    check("abc", List.of(change(0, 2, 0, 1, "-")), "ab-c");
  }

  @Test
  void aSnapshotStaysWhatItWas() {
    documents.open(new Document(URI, "java", 1, "one"));
    Document before = documents.find(URI).orElseThrow();
    documents.change(URI, 2, List.of(TextChange.all("two")), PositionEncoding.UTF16);
    assertEquals("one", before.text());
    assertEquals("two", text());
  }

  @Test
  void whatIsNotOpenIsNotThere() {
    assertEquals(
        Optional.empty(),
        documents.change(URI, 2, List.of(TextChange.all("x")), PositionEncoding.UTF16));
    documents.open(new Document(URI, "java", 1, "one"));
    documents.close(URI);
    documents.close(URI);
    assertTrue(documents.find(URI).isEmpty());
  }

  /// An editor that counts in any unit and one that sends the whole text agree.
  @ParameterizedTest
  @EnumSource(PositionEncoding.class)
  void randomEditsGiveTheSameTextInEveryEncoding(PositionEncoding encoding) {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    StringBuilder expected = new StringBuilder("class A {\n  // é€😀\n}\n");
    documents.open(new Document(URI, "java", 0, expected.toString()));
    String[] pieces = {"", "x", "😀", "é", "\n", "\r\n", "a\nb", "€€"};
    for (int i = 1; i <= 300; i++) {
      LineIndex lines = documents.find(URI).orElseThrow().lines();
      int one = border(expected, random.nextInt(expected.length() + 1));
      int other = border(expected, random.nextInt(expected.length() + 1));
      int from = Math.min(one, other);
      int to =
          Math.min(Math.max(one, other), border(expected, Math.min(expected.length(), from + 9)));
      to = Math.max(from, to);
      String piece = pieces[random.nextInt(pieces.length)];
      TextChange change =
          new TextChange(lines.position(from, encoding), lines.position(to, encoding), piece);
      expected.replace(from, to, piece);
      documents.change(URI, i, List.of(change), encoding);
      assertEquals(expected.toString(), text(), "seed " + seed + ", edit " + i);
    }
  }

  /// No place inside a surrogate pair or between CR and LF: no position names it.
  private static int border(CharSequence text, int offset) {
    boolean inside =
        offset > 0
            && offset < text.length()
            && (Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset))
                || (text.charAt(offset - 1) == '\r' && text.charAt(offset) == '\n'));
    return inside ? offset - 1 : offset;
  }
}

package dev.gloss.server.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void aByteOrderMarkIsABlankWhereverTheTextComesFrom() {
    check("\uFEFFab", List.of(change(0, 1, 0, 2, "x")), " xb");
    check("ab", List.of(TextChange.all("\uFEFFcd")), " cd");
    check("ab", List.of(change(0, 0, 0, 0, "\uFEFF")), " ab");
    check("\uFEFFab", List.of(change(0, 0, 0, 1, "")), "ab");
  }

  @Test
  void aSnapshotStaysWhatItWas() {
    documents.open(new Document(URI, "java", 1, "one"));
    Document before = documents.find(URI).orElseThrow();
    documents.change(URI, 2, List.of(TextChange.all("two")), PositionEncoding.UTF16);
    assertEquals("one", before.text());
    assertEquals("two", text());
  }

  @ParameterizedTest
  @CsvSource({
    "file:///c%3A/p/A%20b.java, file:///C:/p/A b.java",
    "file:///c%3A/p/A.java, file:///C%3a/p/A.java",
    "file:///p/%C3%A9.java, file:///p/é.java",
    "file:///p/%c3%a9.java, file:///p/%C3%A9.java",
    "file:///p/A.java, file:/p/A.java",
    "file:///p/A.java, FILE://localhost/p/A.java",
    "file://Server/p/A.java, file://server/p/A.java",
    "file:///p/A%2Fb.java, file:///p/A%2fb.java",
    "untitled:Untitled-1, untitled:Untitled%2D1",
    "vscode-notebook-cell:/p/n%20m.ipynb#W0, vscode-notebook-cell:/p/n m.ipynb#W0"
  })
  void aDocumentIsFoundByEverySpellingOfItsUri(String spelling, String other) {
    documents.open(new Document(spelling, "java", 1, "one"));
    assertEquals(spelling, documents.find(other).orElseThrow().uri());
    documents.change(other, 2, List.of(TextChange.all("two")), PositionEncoding.UTF16);
    assertEquals("two", documents.find(spelling).orElseThrow().text());
    assertEquals(spelling, documents.close(other).orElseThrow().uri());
    assertTrue(documents.find(spelling).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "file:///p/A.java, file:///p/a.java",
    "file:///p/a%2Fb, file:///p/a/b",
    "file:///p/a%23b, file:///p/a#b",
    "file:///p/a%2541, file:///p/a%41",
    "file://server/p/A.java, file:///p/A.java",
    "untitled:A, file:A"
  })
  void whatIsNotTheSameIsToldApart(String uri, String other) {
    documents.open(new Document(uri, "java", 1, "one"));
    assertTrue(documents.find(other).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "%4", "%zz", ":", "::", "file:", "file://", "file:///", "a%b"})
  void whatIsNoUriIsANameAllTheSame(String name) {
    documents.open(new Document(name, "java", 1, "one"));
    assertEquals("one", documents.find(name).orElseThrow().text());
  }

  @Test
  void aThousandEditsOfALargeDocumentAreApplied() {
    String line = "int x = 1;\n";
    documents.open(new Document(URI, "java", 1, line.repeat(100_000)));
    List<TextChange> changes =
        IntStream.range(0, 1000).mapToObj(i -> change(i * 100, 4, i * 100, 5, "name")).toList();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> documents.change(URI, 2, changes, PositionEncoding.UTF16));
    assertEquals(100_000 * line.length() + 3000, text().length());
    assertEquals("int name = 1;", text().lines().skip(99_900).findFirst().orElseThrow());
  }

  @Test
  void whatIsFoundOutIsFoundOutOnceForAVersion() throws Exception {
    AtomicInteger found = new AtomicInteger();
    Analysis<Integer> length =
        new Analysis<>(
            document -> {
              found.incrementAndGet();
              return document.text().length();
            });
    Document document = new Document(URI, "java", 1, "one");
    List<CompletableFuture<Integer>> askers =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> document.analysis(length)))
            .toList();
    for (CompletableFuture<Integer> asker : askers) {
      assertEquals(3, asker.get());
    }
    assertEquals(1, found.get());
    Document next = document.changed(2, List.of(TextChange.all("four")), PositionEncoding.UTF16);
    assertEquals(4, next.analysis(length));
    assertEquals(3, document.analysis(length));
    assertEquals(2, found.get());
  }

  @Test
  void whatBrokeOffIsBegunAnew() {
    AtomicInteger tries = new AtomicInteger();
    Analysis<String> second =
        new Analysis<>(
            document -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("taken back");
              }
              return "found";
            });
    Document document = new Document(URI, "java", 1, "one");
    assertThrows(IllegalStateException.class, () -> document.analysis(second));
    assertEquals("found", document.analysis(second));
  }

  @Test
  void whatIsNotOpenIsNotThere() {
    assertEquals(
        Optional.empty(),
        documents.change(URI, 2, List.of(TextChange.all("x")), PositionEncoding.UTF16));
    documents.open(new Document(URI, "java", 1, "one"));
    assertEquals("one", documents.close(URI).orElseThrow().text());
    assertTrue(documents.close(URI).isEmpty());
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

  @Test
  void whatFollowsAVersionIsToldHowTheTextsDiffer() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    Analysis<String> copy =
        new Analysis<>(
            Document::text,
            (before, change, now) ->
                before.substring(0, change.from())
                    + now.text().substring(change.from(), change.newTo())
                    + before.substring(change.oldTo()));
    for (int i = 0; i < 300; i++) {
      Document document = new Document(URI, "java", 1, lines(random, 2000));
      for (int version = 2; version < 12; version++) {
        if (random.nextBoolean()) {
          assertEquals(document.text(), document.analysis(copy), "-Dseed=" + seed);
        }
        document = document.changed(version, edits(document, random), PositionEncoding.UTF16);
      }
      assertEquals(document.text(), document.analysis(copy), "-Dseed=" + seed);
    }
  }

  private static List<TextChange> edits(Document document, Random random) {
    if (random.nextInt(4) == 0) {
      String text = document.text();
      int at = random.nextInt(text.length() + 1);
      String mark = random.nextBoolean() ? "\uFEFF" : "";
      return List.of(
          TextChange.all(mark + text.substring(0, at) + lines(random, 5) + text.substring(at)));
    }
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(
            each -> {
              int line = random.nextInt(document.lines().count());
              int from = random.nextInt(4);
              String put = random.nextInt(5) == 0 ? "\uFEFF" : lines(random, 8);
              return change(line, from, line + random.nextInt(2), random.nextInt(6), put);
            })
        .toList();
  }

  private static String lines(Random random, int most) {
    return random
        .ints(random.nextInt(most), 0, 6)
        .mapToObj(c -> "ab\n\r\uFEFFc".substring(c, c + 1))
        .collect(Collectors.joining());
  }

  @Test
  void whatNobodyAskedForIsNotFollowed() {
    AtomicInteger begun = new AtomicInteger();
    Analysis<Integer> length =
        new Analysis<>(
            document -> {
              begun.incrementAndGet();
              return document.text().length();
            },
            (before, change, now) -> before + change.newTo() - change.oldTo());
    Document document = new Document(URI, "java", 1, "abc");
    Document second =
        document.changed(2, List.of(change(0, 0, 0, 1, "xy")), PositionEncoding.UTF16);
    assertEquals(4, second.analysis(length));
    Document third = second.changed(3, List.of(TextChange.all("xbc")), PositionEncoding.UTF16);
    Document fourth = third.changed(4, List.of(), PositionEncoding.UTF16);
    assertEquals(3, fourth.analysis(length));
    assertEquals(1, begun.get());
  }
}

package dev.gloss.prompts.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BracketMarksTest {
  private static final List<String> PIECES =
      List.of(
          "\n", "\r\n", "\r", "  ", "{", "}", "(", ")", "[", "]", "\"", "'", "\"\"\"", "\\", "//",
          "/*", "*/", "`", "#", "x", ";", "1'0", "'a'");

  private static String text(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static String state(BracketScan scan) {
    return "%s %s %s %s %d %s"
        .formatted(
            scan.openers(),
            scan.inCode(),
            scan.inString(),
            scan.isBlankLine(),
            scan.indent(),
            (int) scan.lastCode());
  }

  @Test
  void afterEditsTheSameIsKnownAsAnew() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (String language : List.of("java", "rust", "javascript", "python", "plaintext")) {
      Lexicon lexicon = Lexicon.of(language);
      for (int i = 0; i < 200; i++) {
        String text = text(random, 200);
        BracketMarks marks = new BracketMarks(lexicon, 5);
        for (int edit = 0; edit < 20; edit++) {
          String prefix = text.substring(0, random.nextInt(text.length() + 1));
          assertEquals(
              state(new BracketScan(lexicon).over(prefix)),
              state(marks.before(prefix)),
              "-Dseed=" + seed);
          int from = random.nextInt(text.length() + 1);
          int to = Math.min(text.length(), from + random.nextInt(5));
          text = text.substring(0, from) + text(random, 4) + text.substring(to);
          marks = marks.upTo(from);
        }
      }
    }
  }

  @Test
  void aPlaceInALargeTextCostsALookAtTheTextNearIt() {
    String text = "void f() { if (x) { y(); } }\n".repeat(200_000);
    BracketMarks marks = new BracketMarks(Lexicon.JAVA);
    long start = System.nanoTime();
    marks.before(text);
    long first = System.nanoTime() - start;
    for (int i = 0; i < 20; i++) {
      marks = marks.upTo(text.length() - 20 * i);
      marks.before(text);
    }
    Duration more = Duration.ofNanos(System.nanoTime() - start - first);
    assertTrue(more.toNanos() < first, more + " for twenty more, the first took " + first + " ns");
  }
}

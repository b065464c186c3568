package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.config.AcceptanceFile.Counts;
import dev.gloss.server.workspace.Document;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptanceTest {
  private static final String URI = "file:///A.java";
  private static final String BEFORE = "class A {\n  int f() {\n    ";
  private static final String AFTER = "\n  }\n}\n";

  private final List<Acceptance.Tally> tallies = new ArrayList<>();
  private final List<Acceptance.Tally> quoting = new ArrayList<>();
  private final Acceptance acceptance =
      new Acceptance(
          (all, those) -> {
            tallies.add(all);
            quoting.add(those);
          });
  private int request;

  private static Document document(String written) {
    return new Document(URI, "java", 1, BEFORE + written + AFTER);
  }

  private void show(String typed, String text, double chance) {
    Completion completion = new Completion("r" + request++, text, chance, 3, null);
    acceptance.shown(
        new CompletionQuery(document(typed), BEFORE.length() + typed.length(), false), completion);
  }

  private void write(String... steps) {
    for (String step : steps) {
      acceptance.changed(document(step));
    }
  }

  @Test
  void aTextThatWasTakenOrTypedIsKept() {
    show("", "return 1;\n    // more", 0.5);
    write("return 1;\n    // more");
    show("", "return 1;", 0.5);
    write("r", "re", "ret", "return 1", "return 1;");
    show("ret", "urn 1;", 0.5);
    write("return 1;");
    assertEquals(
        List.of(new Acceptance.Tally(1, 1), new Acceptance.Tally(2, 2), new Acceptance.Tally(3, 3)),
        tallies);
  }

  @Test
  void oneInWhosePlaceSomethingElseIsTypedIsNot() {
    show("", "return 1;", 0.5);
    write("r", "re", "rew");
    assertEquals(List.of(new Acceptance.Tally(1, 0)), tallies);
    write("rewind();");
    assertEquals(1, tallies.size(), "it is counted once");
  }

  @Test
  void whatIsLeftOfATextIsTheSameOne() {
    show("", "return 1;", 0.5);
    request--;
    show("re", "turn 1;", 0.5);
    write("ret", "retry();");
    assertEquals(List.of(new Acceptance.Tally(1, 0)), tallies);
  }

  @Test
  void thoseWithOtherFilesInThePromptAreCountedApart() {
    show("", "return 1;", 0.5);
    write("return 1;");
    CompletionQuery query = new CompletionQuery(document(""), BEFORE.length(), false);
    for (String after : List.of("return 1;", "rewind();")) {
      Completion quoting = new Completion("q" + after, "return 1;", 0.5, 3, true, null, null);
      acceptance.shown(query, quoting);
      write(after);
    }
    assertEquals(new Acceptance.Tally(3, 2), tallies.getLast());
    assertEquals(new Acceptance.Tally(2, 1), quoting.getLast());
  }

  @Test
  void aChangeElsewhereTellsNothing() {
    show("", "return 1;", 0.5);
    acceptance.changed(new Document(URI, "java", 2, "// new\n" + BEFORE + AFTER));
    show("", "return 1;", 0.5);
    acceptance.closed(URI);
    write("other();");
    assertEquals(List.of(), tallies);
    assertEquals(0, acceptance.shift());
  }

  @Test
  void theBarMovesWithWhatIsKept() {
    for (int i = 0; i < 40; i++) {
      show("", "return 1;", 0.4);
      write("x");
    }
    double low = acceptance.shift();
    assertTrue(low < -0.5 && low >= -1, "four in ten were foretold, none was kept: " + low);
    for (int i = 0; i < 200; i++) {
      show("", "return 1;", 0.4);
      write("return 1;");
    }
    double high = acceptance.shift();
    assertTrue(high > 0.5 && high <= 1, "all of them were: " + high);
  }

  @Test
  void whatComesAsForetoldChangesNothing() {
    for (int i = 0; i < 100; i++) {
      show("", "return 1;", 0.5);
      write(i % 2 == 0 ? "x" : "return 1;");
    }
    assertEquals(0, acceptance.shift(), 0.03);
  }

  @Test
  void whatIsKnownOfThePersonOutlivesTheProcess() {
    List<Counts> kept = new ArrayList<>();
    acceptance.remember(Counts.NONE, kept::add);
    for (int i = 0; i < 30; i++) {
      show("", "return 1;", 0.5);
      write("return 1;");
    }
    double shift = acceptance.shift();
    assertTrue(shift > 0.2, "of twice as many as were foretold");
    Acceptance next = Acceptance.unheard();
    next.remember(kept.getLast(), kept::add);
    assertEquals(shift, next.shift());
  }
}

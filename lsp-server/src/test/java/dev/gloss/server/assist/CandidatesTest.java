package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class CandidatesTest {
  private static final Settings.Completion SETTINGS = Settings.DEFAULTS.completion();
  private static final String BEFORE = "class A {\n  int f(int a, int b) {\n    return ";
  private static final String AFTER = "\n  }\n}\n";

  private final Cancellation cancellation = new Cancellation();
  private final TraceHub hub = new TraceHub();

  /// Goes on from what was begun.
  private static Script script(String prompt) {
    if (prompt.contains("return b")) {
      return Script.of(" + a", ";", "\n");
    }
    if (prompt.contains("return c")) {
      return Script.of(" +;", "\n");
    }
    if (prompt.contains("return a.")) {
      return Script.of("x", ";", "\n");
    }
    if (prompt.contains("return a")) {
      return Script.of(";", "\n");
    }
    if (prompt.contains("return 1")) {
      return Script.of("0", ";", "\n");
    }
    return Script.of("a", ";", "\n").insteadOf("c", "b", "a;", "\n", "\uFFFD", "b + ", "1", "a.");
  }

  private List<String> beside(String first) {
    return beside(first, Duration.ofMinutes(5));
  }

  private List<String> beside(String first, Duration patience) {
    return beside(first, patience, new ScriptedEngine(CandidatesTest::script));
  }

  private List<String> beside(String first, Duration patience, ScriptedEngine engine) {
    Completer completer = new Completer(engine, hub, new StatusBoard());
    CompletionQuery query =
        new CompletionQuery(
            "file:///A.java", "java", BEFORE + AFTER, BEFORE.length(), /* explicit= */ true);
    return new Candidates(completer, query, SETTINGS, cancellation, patience)
        .beside(new Completion("r", first, 0.9, 1, null)).stream().map(Completion::text).toList();
  }

  @Test
  void othersBeginWithTheNextProbableTokensAndAreJudgedAsAWhole() {
    // What comes of "c" does not parse, "b" and "b + " come to the same.
    assertEquals(Set.of("b + a;", "10;"), Set.copyOf(beside("a;")));
  }

  @Test
  void theFirstTextIsNotOfferedTwice() {
    assertEquals(List.of("a;", "10;"), beside("b + a;"));
  }

  @Test
  void whoWaitsLongIsOfferedOneOtherText() {
    assertEquals(List.of("a;"), beside("b + a;", Duration.ZERO));
  }

  @Test
  void whatIsHardlyProbableIsNotOffered() {
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt ->
                prompt.contains("return b")
                    ? Script.of(" + a", ";", "\n")
                    : Script.of("a", ";", "\n").hardly("b"));
    assertEquals(List.of(), beside("a;", Duration.ofMinutes(5), engine));
  }

  @Test
  void askingHowTextsBeginIsNoRequestOfThePerson() {
    beside("a;");
    assertFalse(
        hub.history().stream().anyMatch(event -> event.toString().contains("alternatives=[Trace")));
  }

  @Test
  void whoTakesTheRequestBackGetsNothing() {
    cancellation.cancel(TraceFinish.CANCELLED);
    assertEquals(List.of(), beside("a;"));
  }

  @Test
  void aRealModelHasOtherIdeas() {
    Completer completer =
        new Completer(EmbeddedModel.get().engine(), new TraceHub(), new StatusBoard());
    String text =
        """
        class Totals {
          private final List<Integer> values = new ArrayList<>();

          public int sum() {
            int total = 0;
            for (int value : values) {
              total += value;
            }
            return |
          }
        }
        """;
    CompletionQuery query =
        new CompletionQuery(
            "file:///T.java", "java", text.replace("|", ""), text.indexOf('|'), true);
    Completion first = completer.complete(query, SETTINGS, cancellation);
    assertTrue(first.isShown());
    List<Completion> found =
        new Candidates(completer, query, SETTINGS, cancellation, Duration.ofMinutes(5))
            .beside(first);
    assertFalse(found.isEmpty(), "beside " + first.text());
    assertTrue(found.getFirst().chance() >= found.getLast().chance());
    List<String> others = found.stream().map(Completion::text).toList();
    assertEquals(others.size(), new HashSet<>(others).size());
    assertFalse(others.contains(first.text()));
  }
}

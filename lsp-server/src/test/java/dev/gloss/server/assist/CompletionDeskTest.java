package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CompletionDeskTest {
  private static final Settings.Completion SETTINGS = Settings.DEFAULTS.completion();
  private static final String BEFORE =
      """
      class A {
        int f(int[] values, int offset) {
          return \
      """;
  private static final String AFTER = "\n  }\n}\n";
  private static final String TEXT = "values[0] + offset;";

  private final CompletionDesk desk = new CompletionDesk();
  private final ScriptedEngine engine;
  private final Completer completer;

  CompletionDeskTest() {
    Script unsure =
        new Script(List.of("values", "[", "0", "]", " +", " offset", ";", "\n"), 0.55, "");
    engine = new ScriptedEngine(prompt -> unsure);
    completer = new Completer(engine, new TraceHub(), new StatusBoard());
  }

  private static CompletionQuery query(String typed, boolean explicit) {
    return new CompletionQuery(
        "file:///A.java",
        "java",
        BEFORE + typed + AFTER,
        BEFORE.length() + typed.length(),
        explicit);
  }

  private Completion ask(CompletionQuery query, CompletionDesk.Start start) {
    return desk.ask(query, SETTINGS, new Cancellation(), start).join();
  }

  private Completion ask(String typed, boolean explicit) {
    CompletionQuery query = query(typed, explicit);
    return ask(
        query,
        taken -> CompletableFuture.completedFuture(completer.complete(query, SETTINGS, taken)));
  }

  private int asked() {
    return engine.requests.size();
  }

  @Test
  void aTextThatWasHeldBackIsShownWhenEnoughOfItIsTypedWithoutAskingAgain() {
    Completion first = ask("", false);
    assertTrue(first.isUnsure(), "eight tokens of 0.55: " + first);
    double chance = first.chance();
    int shownFrom = -1;
    for (int typed = 1; typed < TEXT.length(); typed++) {
      Completion rest = ask(TEXT.substring(0, typed), false);
      assertEquals(TEXT.substring(typed), rest.text());
      if (rest.isShown() && shownFrom < 0) {
        shownFrom = typed;
        assertTrue(rest.chance() > chance);
      }
      assertTrue(rest.isShown() || shownFrom < 0, "it stays as long as one types along it");
    }
    assertTrue(shownFrom > 0, "shown at some key");
    assertEquals(1, asked());
  }

  @Test
  void whatIsForgottenIsWrittenAnewAlsoWhatWasUnderWayThen() {
    CompletableFuture<Completion> late = new CompletableFuture<>();
    CompletionQuery query = query("", true);
    CompletableFuture<Completion> first =
        desk.ask(query, SETTINGS, new Cancellation(), taken -> late);
    desk.forget();
    late.complete(completer.complete(query, SETTINGS, new Cancellation()));
    assertTrue(first.join().isShown(), "who waits is answered");
    assertTrue(ask("", true).isShown());
    assertEquals(2, asked());
    desk.forget();
    assertTrue(ask("", true).isShown());
    assertEquals(3, asked());
  }

  @Test
  void whoTypesSomethingElseOrAsksIsAnsweredByTheModel() {
    assertTrue(ask("", false).isUnsure());
    var unused = ask("x", false);
    assertEquals(2, asked());
    assertTrue(ask("", true).isShown());
    assertEquals(3, asked());
  }

  @Test
  void noOtherFaultIsMendedByTyping() {
    ScriptedEngine wrong = new ScriptedEngine(prompt -> Script.of("values", "[[", ";", "\n"));
    Completer other = new Completer(wrong, new TraceHub(), new StatusBoard());
    CompletableFuture<Completion> never = new CompletableFuture<>();
    for (String typed : List.of("", "v", "values")) {
      CompletionQuery query = query(typed, false);
      Completion held =
          ask(
              query,
              taken ->
                  typed.isEmpty()
                      ? CompletableFuture.completedFuture(other.complete(query, SETTINGS, taken))
                      : never);
      assertFalse(held.isShown());
      assertEquals("does-not-parse", held.silence() == null ? "" : held.silence().reason());
    }
  }
}

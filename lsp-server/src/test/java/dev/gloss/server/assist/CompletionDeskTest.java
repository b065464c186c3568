package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompletionDeskTest {
  private static final Settings SETTINGS = Settings.DEFAULTS;
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
        (taken, soFar) -> done(completer.complete(query, SETTINGS.completion(), taken, soFar)));
  }

  private static CompletableFuture<@Nullable Completion> done(Completion completion) {
    CompletableFuture<@Nullable Completion> done = new CompletableFuture<>();
    done.complete(completion);
    return done;
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
  void underOtherSettingsItIsWrittenAnew() {
    assertTrue(ask("", true).isShown());
    Settings others =
        Settings.DEFAULTS.withContext(new Settings.Context(false, List.of("secret/")));
    CompletionQuery query = query("", true);
    Completion again =
        desk.ask(
                query,
                others,
                new Cancellation(),
                (taken, soFar) -> done(completer.complete(query, others.completion(), taken)))
            .join();
    assertTrue(again.isShown());
    assertEquals(2, asked());
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
  void whoTypesAlongATextThatIsBeingWrittenWaitsForIt() {
    CompletableFuture<@Nullable Completion> written = new CompletableFuture<>();
    AtomicReference<Consumer<String>> writer = new AtomicReference<>(_ -> {});
    List<Cancellation> begun = new ArrayList<>();
    Cancellation first = new Cancellation();
    CompletableFuture<Completion> answer =
        desk.ask(
            query("", false),
            SETTINGS,
            first,
            (taken, soFar) -> {
              begun.add(taken);
              writer.set(soFar);
              return written;
            });
    CompletionDesk.Start never =
        (taken, soFar) -> {
          throw new AssertionError("it is being written already");
        };
    writer.get().accept("values[");
    CompletableFuture<Completion> along =
        desk.ask(query("va", false), SETTINGS, new Cancellation(), never);
    first.cancel(TraceFinish.SUPERSEDED);
    assertEquals(Silence.CANCELLED, answer.join().silence());
    assertFalse(begun.getFirst().isCancelled(), "somebody waits for it still");
    assertFalse(along.isDone());
    written.complete(new Completion("r", TEXT, 0.9, 8, null));
    assertEquals(TEXT.substring(2), along.join().text());
    assertTrue(along.join().isShown());
  }

  @Test
  void whatTurnsOutOtherwiseIsWrittenAnew() {
    CompletableFuture<@Nullable Completion> written = new CompletableFuture<>();
    var unused =
        desk.ask(
            query("", false),
            SETTINGS,
            new Cancellation(),
            (taken, soFar) -> {
              soFar.accept("values[");
              return written;
            });
    AtomicInteger begun = new AtomicInteger();
    CompletionDesk.Start again =
        (taken, soFar) -> {
          begun.incrementAndGet();
          return done(new Completion("s", "x;", 0.9, 2, null));
        };
    CompletableFuture<Completion> along =
        desk.ask(query("va", false), SETTINGS, new Cancellation(), again);
    // Neither what somebody asks for by a key nor another beginning is on the way.
    assertEquals("x;", ask(query("v", true), again).text());
    assertEquals("x;", ask(query("w", false), again).text());
    assertEquals(2, begun.get());
    written.complete(new Completion("r", "offset;", 0.9, 2, null));
    assertEquals("x;", along.join().text());
    assertEquals(3, begun.get());
  }

  @Test
  void noOtherFaultIsMendedByTyping() {
    ScriptedEngine wrong = new ScriptedEngine(prompt -> Script.of("values", "[[", ";", "\n"));
    Completer other = new Completer(wrong, new TraceHub(), new StatusBoard());
    CompletableFuture<@Nullable Completion> never = new CompletableFuture<>();
    for (String typed : List.of("", "v", "values")) {
      CompletionQuery query = query(typed, false);
      Completion held =
          ask(
              query,
              (taken, soFar) ->
                  typed.isEmpty()
                      ? done(other.complete(query, SETTINGS.completion(), taken))
                      : never);
      assertFalse(held.isShown());
      assertEquals("does-not-parse", held.silence() == null ? "" : held.silence().reason());
    }
  }
}

package dev.gloss.server.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.ScriptedEngine;
import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.eval.RunLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Typing through the real server, over an engine that writes what the test says.
@Timeout(60)
class TypingEvaluationTest {
  private static final TypingPlace LINE = Sum.lineStart();
  private static final TypingPlace END =
      Sum.at(PlaceKind.BEFORE_TEXT, Sum.TEXT.indexOf("one"), Sum.TEXT.indexOf("one"));

  private final List<PlaceRecord> written = new ArrayList<>();

  @Test
  void anEngineThatKnowsTheTextIsRightAtEveryKey() throws Exception {
    TypingReport report = run(plan(List.of(LINE), null), List.of(), TypingEvaluationTest::right);
    assertEquals("scripted", report.model());
    TypingFigures all = report.all();
    // The line feed, and all of the 13 characters but the last one.
    assertEquals(13, all.keys());
    assertEquals(100, Sum.mean(all.coverage()));
    assertEquals(1, all.texts());
    assertEquals(100, Sum.mean(all.firstWord()));
    assertEquals(100, Sum.mean(all.firstLine()));
    assertEquals(100, Sum.mean(all.exact()));
    assertEquals(100, Sum.mean(all.keptChars()));
    assertEquals(0, Sum.mean(all.repetition()));
    assertEquals(0, Sum.mean(all.parseBroken()));
    assertEquals(12, all.along());
    assertEquals(0, Sum.mean(all.reversals()));
    assertTrue(Sum.mean(all.callsPerKey()) > 0 && Sum.mean(all.callsPerKey()) <= 1);
    assertEquals(0, all.errors());
    assertEquals(List.of("line-start"), List.copyOf(report.byKind().keySet()));
    assertEquals(all, report.byKind().get("line-start"));
    assertEquals(all, report.byGroup().get("test"));
  }

  @Test
  void anEngineThatWritesNothingIsQuiet() throws Exception {
    TypingReport report = run(plan(List.of(LINE), END), List.of(), prompt -> Script.of("\n"));
    assertEquals(0, report.all().texts());
    assertEquals(0, Sum.mean(report.all().coverage()));
    assertEquals(1, report.quiet().places());
    assertEquals(100, Sum.mean(report.quiet().quiet()));
    assertNotNull(report.quiet().byKind().get("before-text"));
    QuietFigures loading = Objects.requireNonNull(report.quietWhileLoading());
    assertEquals(100, Sum.mean(loading.quiet()));
    assertEquals(
        List.of("loading: " + END.id(), LINE.id(), END.id()),
        written.stream().map(PlaceRecord::id).toList());
  }

  @Test
  void placesThatAreKnownAreNotTypedAgain() throws Exception {
    Function<String, Script> nobody =
        prompt -> {
          throw new AssertionError("the engine was asked");
        };
    PlaceRecord known = new PlaceRecord(LINE.id(), List.of(new Key("return a + b;", 5.0, 1, null)));
    TypingReport report = run(plan(List.of(LINE), null), List.of(known), nobody);
    assertEquals(1, report.all().texts());
    assertEquals(5, report.all().latency().p50Ms());
    assertEquals(List.of(), written);
  }

  @Test
  void whatTheServerRefusesIsCountedAndSilent() throws Exception {
    TypingReport report =
        run(
            plan(List.of(LINE), null),
            List.of(),
            prompt -> new Script(List.of(), 0.9, "the model is broken"));
    assertEquals(0, report.all().texts());
    assertTrue(report.all().errors() > 0);
  }

  @Test
  void theEditorsOwnListIsAskedToo() throws Exception {
    TypingPlan plan =
        new TypingPlan(
            1, List.of(LINE), List.of(), false, List.of(), null, null, 40, null, 0, true);
    TypingReport report = run(plan, List.of(), TypingEvaluationTest::right);
    assertEquals(100, Sum.mean(report.all().firstLine()));
    assertTrue(Sum.mean(report.all().callsPerKey()) > 0);
  }

  @Test
  void keysAreLimited() throws Exception {
    TypingPlan plan =
        new TypingPlan(
            1, List.of(LINE), List.of(), false, List.of(), null, null, 3, null, 0, false);
    assertEquals(3, run(plan, List.of(), TypingEvaluationTest::right).all().keys());
  }

  /// What the engine holds back until the last key cannot be waited for by those before it.
  @Test
  void withAPauseKeysDoNotWait() throws Exception {
    TypingPlan plan =
        new TypingPlan(1, List.of(LINE), List.of(), false, List.of(), null, null, 3, 1L, 0, false);
    ScriptedEngine engine = new ScriptedEngine(TypingEvaluationTest::right);
    engine.hold();
    Thread.ofVirtual().start(() -> stepOnceAskedBehind("re", engine));
    TypingReport report = run(plan, List.of(), engine);
    assertEquals(3, report.all().keys());
    assertEquals(2, report.all().overtaken());
    assertEquals(1, report.all().latency().keys());
    assertEquals(100, Sum.mean(report.all().firstLine()));
  }

  /// A server may pass over keys that were overtaken, but not over the last one.
  private static void stepOnceAskedBehind(String typed, ScriptedEngine engine) {
    try {
      String prompt = "";
      while (!prompt.contains(" " + typed + "<｜fim▁hole｜>")) {
        int[] ids = engine.tokenizer().encode(engine.requests.take().prompt());
        prompt = engine.tokenizer().decode(ids);
      }
      engine.step(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static TypingPlan plan(List<TypingPlace> wanted, @Nullable TypingPlace quiet) {
    return new TypingPlan(
        1,
        wanted,
        quiet == null ? List.of() : List.of(quiet),
        quiet != null,
        List.of(),
        null,
        null,
        40,
        null,
        0,
        false);
  }

  private TypingReport run(
      TypingPlan plan, List<PlaceRecord> known, Function<String, Script> scripts)
      throws InterruptedException {
    return run(plan, known, new ScriptedEngine(scripts));
  }

  private TypingReport run(TypingPlan plan, List<PlaceRecord> known, ScriptedEngine engine)
      throws InterruptedException {
    return new TypingEvaluation(
            new Assistant.Model(engine, null),
            plan,
            new RunLog<>(known, PlaceRecord::id, written::add))
        .run();
  }

  /// Writes what is missing of the line, wherever it is asked.
  private static Script right(String prompt) {
    String before = prompt.substring(0, prompt.indexOf("<｜fim▁hole｜>"));
    String typed = before.substring(before.lastIndexOf("{\n") + 2).stripLeading();
    List<String> tokens = List.of((Sum.LINE.substring(typed.length()) + "\n").split(""));
    return new Script(tokens, 0.99, "");
  }
}

package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.config.Settings;
import dev.gloss.server.trace.StatusBoard;
import dev.gloss.server.trace.TraceEvent;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.trace.TraceRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExplainerTest {
  private static final String TEXT =
      "class A {\n  /** Doc. */\n  @Override\n  public int sum() {\n    return 1;\n  }\n}\n";

  private final TraceHub hub = new TraceHub();

  private Explainer explainer(ScriptedEngine engine) {
    return new Explainer(engine, new ScriptedDialogue(), hub, new StatusBoard());
  }

  private static ExplainQuery query(String text) {
    return ExplainQuery.enclosing("file:///A.java", "java", text, text.indexOf("return"))
        .orElseThrow();
  }

  private static Explanation explain(Explainer explainer, String text) {
    return explainer.explain(query(text), Settings.DEFAULTS, Audience.HOVER);
  }

  private List<String> kinds(String request) {
    return hub.history(request).stream().map(e -> e.getClass().getSimpleName()).toList();
  }

  @Test
  void theModelIsAskedWithTheWordsItWasTrainedWith() throws Exception {
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> {
              assertEquals(
                  "<｜begin▁of▁sentence｜><｜User｜>Explain this method.\n"
                      + "public int sum() {\n    return 1;\n  }<｜Assistant｜>",
                  prompt);
              return Script.of("<think>", "one", "</think>", "<answer>", "Returns 1.", "</answer>");
            });
    ExplanationText text = explain(explainer(engine), TEXT).await();
    assertEquals(ExplanationText.State.DONE, text.state(), text.failure());
    assertEquals("one", text.think());
    assertEquals("Returns 1.", text.answer());
    assertEquals(Priority.HOVER, engine.requests.remove().priority());
  }

  @Test
  void thoughtAndAnswerAreTracedApartAndWithoutTags() throws Exception {
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> Script.of("<think>one", "</thi", "nk><answer>", "Re", "turns.</answer>"));
    ExplanationText text = explain(explainer(engine), TEXT).await();
    List<TraceEvent> events = hub.history(text.request());
    assertEquals(
        List.of("one", "Re", "turns."),
        events.stream()
            .<String>mapMulti(
                (event, pieces) -> {
                  if (event instanceof TraceEvent.Think think) {
                    pieces.accept(think.text());
                  } else if (event instanceof TraceEvent.Answer answer) {
                    pieces.accept(answer.text());
                  }
                })
            .toList());
    TraceEvent.Begin begin = (TraceEvent.Begin) events.getFirst();
    assertEquals("A.sum", begin.symbol());
    assertEquals(TraceRange.of(3, 2, 5, 3), begin.range());
    assertEquals(TraceFinish.STOP, ((TraceEvent.End) events.getLast()).finish());
  }

  @Test
  void tagsThatMakeNoSenseDegradeToAnAnswer() throws Exception {
    ScriptedEngine engine =
        new ScriptedEngine(prompt -> Script.of("<think>", "never closed", " at all"));
    ExplanationText text = explain(explainer(engine), TEXT).await();
    assertEquals("", text.think());
    assertEquals("never closed at all", text.answer());
    List<TraceEvent> events = hub.history(text.request());
    TraceEvent.Answer last = (TraceEvent.Answer) events.get(events.size() - 2);
    assertEquals(true, last.replace());
    assertEquals("never closed at all", last.text());
  }

  @Test
  void theSameCodeIsExplainedOnce() throws Exception {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("Returns."));
    Explainer explainer = explainer(engine);
    Explanation first = explain(explainer, TEXT);
    first.await();
    assertSame(first, explain(explainer, "// moved\n" + TEXT));
    assertEquals(1, engine.requests.size());
  }

  @Test
  void whoAsksEarlyMayWatchItGrow() throws Exception {
    ScriptedEngine engine =
        new ScriptedEngine(prompt -> Script.of("<think>hm</think>", "<answer>", "Yes.")).hold();
    Explanation explanation = explain(explainer(engine), TEXT);
    assertEquals(ExplanationText.State.RUNNING, explanation.await(0).state());
    engine.step(10);
    assertEquals("Yes.", explanation.await().answer());
  }

  @Test
  void aFailureIsToldAndTriedAgain() throws Exception {
    List<Script> scripts =
        new ArrayList<>(List.of(new Script(List.of(), 1, "no memory"), Script.of("Returns.")));
    Explainer explainer = explainer(new ScriptedEngine(prompt -> scripts.removeFirst()));
    ExplanationText failed = explain(explainer, TEXT).await();
    assertEquals(ExplanationText.State.FAILED, failed.state());
    assertEquals("no memory", failed.failure());
    assertEquals("Error", kinds(failed.request()).getLast());
    assertEquals("Returns.", explain(explainer, TEXT).await().answer());
  }

  @Test
  void onlyFourAreUnderWay() throws Exception {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("a", "b")).hold();
    Explainer explainer = explainer(engine);
    Explanation oldest = explain(explainer, TEXT.replace("return 1", "return 0"));
    GenerationRequest first = engine.requests.take();
    for (int i = 1; i <= 4; i++) {
      explain(explainer, TEXT.replace("return 1", "return 1" + i));
    }
    assertEquals(first, engine.cancelled.take());
    assertEquals(ExplanationText.State.CANCELLED, oldest.await().state());
  }
}

package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.prompts.fim.FimForm;
import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.config.Measurement;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.GlossStatus;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AssistantTest {
  private static final Set<Role> BOTH = EnumSet.allOf(Role.class);
  private static final CompletionQuery PLACE =
      new CompletionQuery("file:///a.txt", "plaintext", "x = ", 4);
  private static final ExplainQuery CODE =
      new ExplainQuery("file:///A.java", "java", "int one() {\n  return 1;\n}\n", 0, 24, "one");

  private final StatusBoard board = new StatusBoard();
  private final Assistant assistant = new Assistant(new TraceHub(), board);

  private static ScriptedEngine writing(String text) {
    return new ScriptedEngine(prompt -> Script.of(text));
  }

  private static Assistant.Model model(ScriptedEngine engine) {
    return new Assistant.Model(engine, ScriptedDialogue.get());
  }

  private String completion() {
    return assistant
        .completer()
        .orElseThrow()
        .complete(PLACE, Settings.DEFAULTS.completion(), new Cancellation())
        .text();
  }

  private String explanation() throws InterruptedException {
    return assistant
        .explainer()
        .orElseThrow()
        .explain(CODE, Settings.DEFAULTS, Audience.PANEL)
        .await()
        .answer();
  }

  @Test
  void eachRoleMayHaveItsOwnModel() throws Exception {
    assistant.use(Set.of(Role.COMPLETION), model(writing("small"))).join();
    assertEquals("small", completion());
    assertEquals(Optional.empty(), assistant.explainer());
    assistant.use(Set.of(Role.EXPLANATION), model(writing("large"))).join();
    assertEquals("small", completion());
    assertEquals("large", explanation());
  }

  @Test
  void theNextRequestGoesToTheNewModelAndTheOldOneIsClosed() throws Exception {
    ScriptedEngine old = writing("old");
    assistant.use(BOTH, model(old)).join();
    assertEquals("old", explanation());
    assistant.use(BOTH, model(writing("new"))).get(10, TimeUnit.SECONDS);
    assertTrue(old.closed.isDone());
    assertEquals("new", completion());
    assertEquals("new", explanation());
  }

  @Test
  void anEngineStaysOpenWhileOneRoleNeedsIt() {
    ScriptedEngine old = writing("old");
    assistant.use(BOTH, model(old)).join();
    assistant.use(Set.of(Role.EXPLANATION), model(writing("new"))).join();
    assertFalse(old.closed.isDone());
    assertEquals("old", completion());
    assistant.use(Set.of(Role.COMPLETION), model(writing("new"))).join();
    assertTrue(old.closed.isDone());
  }

  @Test
  void theOldModelEndsWhatItBegan() throws Exception {
    ScriptedEngine old = writing("old").hold();
    assistant.use(BOTH, model(old)).join();
    Explanation begun =
        assistant.explainer().orElseThrow().explain(CODE, Settings.DEFAULTS, Audience.PANEL);
    old.requests.take();
    CompletableFuture<Void> closed = assistant.use(BOTH, model(writing("new")));
    assertEquals("new", explanation());
    assertFalse(closed.isDone());
    old.step(10);
    assertEquals("old", begun.await().answer());
    closed.get(10, TimeUnit.SECONDS);
    assertTrue(old.closed.isDone());
  }

  @Test
  void theSameEngineMayBeGivenAgain() {
    ScriptedEngine engine = writing("text");
    assistant.use(BOTH, model(engine)).join();
    assistant
        .use(
            Set.of(Role.COMPLETION),
            new Assistant.Model(engine, null, new Measurement(FimForm.PREFIX, 1, 0)))
        .join();
    assertFalse(engine.closed.isDone());
    completion();
    String prompt =
        engine.tokenizer().decode(engine.tokenizer().encode(engine.requests.remove().prompt()));
    assertEquals("<｜begin▁of▁sentence｜>x =", prompt);
  }

  @Test
  void aRequestThatWasTakenBackBeforeItBeganKeepsNoEngine() throws Exception {
    ScriptedEngine engine = writing("text");
    assistant.use(BOTH, model(engine)).join();
    Cancellation cancelled = new Cancellation();
    cancelled.cancel(TraceFinish.CANCELLED);
    Settings.Completion settings = Settings.DEFAULTS.completion();
    Completer completer = assistant.completer().orElseThrow();
    assertEquals(Silence.CANCELLED, completer.complete(PLACE, settings, cancelled).silence());
    assistant.unload(BOTH).get(10, TimeUnit.SECONDS);
    assertTrue(engine.closed.isDone());
  }

  @Test
  void aRoleMayBeTakenAway() throws Exception {
    ScriptedEngine engine = writing("text");
    assistant.use(BOTH, model(engine)).join();
    Completer completer = assistant.completer().orElseThrow();
    Explainer explainer = assistant.explainer().orElseThrow();
    assistant.unload(BOTH).get(10, TimeUnit.SECONDS);
    assertTrue(engine.closed.isDone());
    assertEquals(Optional.empty(), assistant.completer());
    assertEquals(
        Silence.NO_MODEL,
        completer.complete(PLACE, Settings.DEFAULTS.completion(), new Cancellation()).silence());
    assertEquals(
        ExplanationText.State.FAILED,
        explainer.explain(CODE, Settings.DEFAULTS, Audience.PANEL).await().state());
  }

  @Test
  void aModelWithoutADialogueLeavesNobodyToExplain() {
    assistant.use(BOTH, model(writing("old"))).join();
    assistant.use(BOTH, new Assistant.Model(writing("new"), null)).join();
    assertEquals(Optional.empty(), assistant.explainer());
    assertEquals("new", completion());
  }

  @Test
  void aTemplateThatCannotBeUsedTakesDownExplanationsAlone() throws Exception {
    ScriptedEngine engine = writing("text");
    assistant.use(BOTH, new Assistant.Model(engine, ScriptedDialogue.of("{% nosuch %}"))).join();
    assertEquals(GlossStatus.State.READY, board.current().state());
    assertEquals("text", completion());
    ExplanationText refused =
        assistant
            .explainer()
            .orElseThrow()
            .explain(CODE, Settings.DEFAULTS, Audience.PANEL)
            .await();
    assertEquals(
        "the model's chat template cannot be used: line 1: unknown tag 'nosuch'",
        refused.failure());
  }

  @Test
  void aDialogueKnowsWhatIsWrongWithItsTemplate() {
    assertEquals(Optional.empty(), ScriptedDialogue.of("{{ messages[0].content }}").problem());
    assertEquals(
        Optional.of("the model's chat template cannot be used: it is not written in UTF-8"),
        ScriptedDialogue.of("caf\uFFFD").problem());
    assertEquals(
        Optional.of("the model's chat template cannot be used: line 1: unknown filter 'nosuch'"),
        ScriptedDialogue.of("{{ 1 | nosuch }}").problem());
  }

  @Test
  void theBoardNamesBothModels() {
    assistant.use(Set.of(Role.COMPLETION), model(writing("a"))).join();
    assertEquals(
        new GlossStatus(GlossStatus.State.READY, "scripted", null, "cpu", null), board.current());
    assistant.use(Set.of(Role.EXPLANATION), model(writing("b").named("other"))).join();
    assertEquals(
        new GlossStatus(GlossStatus.State.READY, "scripted", "other", "cpu", null),
        board.current());
  }

  @Test
  void aModelThatCannotBeOpenedIsTold() {
    assistant.failed(new CompletionException(new IllegalStateException("no such file")));
    assertThrows(CompletionException.class, () -> assistant.loaded().join());
    assertEquals("no such file", board.current().message());
  }

  @Test
  void closingTakesBackWhatIsUnderWay() throws Exception {
    ScriptedEngine engine = writing("text").hold();
    assistant.use(BOTH, model(engine)).join();
    Explanation begun =
        assistant.explainer().orElseThrow().explain(CODE, Settings.DEFAULTS, Audience.PANEL);
    engine.requests.take();
    assistant.close();
    assertEquals(ExplanationText.State.CANCELLED, begun.await().state());
    assertTrue(engine.closed.isDone());
    ScriptedEngine late = writing("late");
    assistant.use(BOTH, model(late)).get(10, TimeUnit.SECONDS);
    assertTrue(late.closed.isDone());
  }
}

package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Interjection;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.PromptHints;
import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.config.Settings;
import dev.gloss.server.config.Thinking;
import dev.gloss.server.context.CodeRegion;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceEvent;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.trace.TraceRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExplainerTest {
  private static final String TEXT =
      "class A {\n  /** Doc. */\n  @Override\n  public int sum() {\n    return 1;\n  }\n}\n";

  private final TraceHub hub = new TraceHub();

  private Explainer explainer(ScriptedEngine engine) {
    return new Explainer(engine, ScriptedDialogue.get(), hub, new StatusBoard());
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
    engine.hinting(new PromptHints(null, null, null, null, "Explain this method.\n", null));
    ExplanationText text = explain(explainer(engine), TEXT).await();
    assertEquals(ExplanationText.State.DONE, text.state(), text.failure());
    assertEquals("one", text.think());
    assertEquals("Returns 1.", text.answer());
    assertEquals(Priority.HOVER, engine.requests.remove().priority());
  }

  /// What a model with this template is asked, and what is understood of what it writes.
  ///
  /// @param reasoning the setting
  /// @param asked the end of the prompt
  /// @param output what the model writes
  /// @param read thought and answer with a bar between them
  private void check(
      String template,
      Thinking reasoning,
      Audience audience,
      String asked,
      String output,
      String read)
      throws Exception {
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> {
              assertTrue(prompt.endsWith(asked), prompt);
              return Script.of(output.split("(?<= )"));
            });
    Settings settings = reasoning(reasoning);
    ExplanationText text =
        new Explainer(engine, ScriptedDialogue.of(template), hub, new StatusBoard())
            .explain(query(TEXT), settings, audience)
            .await();
    assertEquals(ExplanationText.State.DONE, text.state(), text.failure());
    assertEquals(read, text.think() + "|" + text.answer());
  }

  private static Settings reasoning(Thinking reasoning) {
    Settings usual = Settings.DEFAULTS;
    return new Settings(
        usual.completion(),
        usual.hover(),
        new Settings.Explain(reasoning, 256, 200),
        usual.reasoning(),
        usual.privacy(),
        usual.trace(),
        usual.models(),
        usual.languages(),
        usual.context());
  }

  private static final String PLAIN = "{{ messages[0].content }}<｜Assistant｜>";
  private static final String SWITCHED =
      PLAIN + "{% if enable_thinking %}<think>{% else %}<think></think>{% endif %}";
  private static final String OPENED = PLAIN + "{{ '<think>\\n' }}";

  @Test
  void aChatModelIsAskedInPlainWordsThatNameLanguageAndFile() throws Exception {
    check(
        PLAIN,
        Thinking.AUTO,
        Audience.HOVER,
        "What does this Java code from A.java do? Answer in one to three short sentences of plain"
            + " text, without headings, lists or code blocks.\n\n```java\npublic int sum() {\n"
            + "    return 1;\n  }\n```<｜Assistant｜>",
        "Returns 1.",
        "|Returns 1.");
  }

  @Test
  void aModelWithoutAThoughtOfItsOwnIsAskedForOneWhereSomebodyWaits() throws Exception {
    String asked =
        "First think about it in at most four sentences between <think> and </think>. Then give the"
            + " answer between <answer> and </answer>: one short sentence of plain text that does"
            + " not repeat the thought.\n\n```java\npublic int sum() {\n    return 1;\n  }\n```"
            + "<｜Assistant｜><think>\n";
    String output = "It is one. </think> <answer>Returns 1.</answer> And more, much more.";
    check(PLAIN, Thinking.AUTO, Audience.PANEL, asked, output, "It is one.|Returns 1.");
    check(PLAIN, Thinking.ALWAYS, Audience.HOVER, asked, output, "It is one.|Returns 1.");
    check(PLAIN, Thinking.NEVER, Audience.PANEL, "```<｜Assistant｜>", "Returns.", "|Returns.");
  }

  @Test
  void aMarkedAnswerEndsAlsoWithoutTheEndOfTheThought() throws Exception {
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> Script.of("It is one. ", "<answer>", "Returns 1.", "</answer>", " Again."));
    Explanation explanation =
        new Explainer(engine.hold(), ScriptedDialogue.of(PLAIN), hub, new StatusBoard())
            .explain(query(TEXT), Settings.DEFAULTS, Audience.PANEL);
    engine.step(4);
    assertFalse(explanation.await().answer().contains("Again"), explanation.text()::toString);
    assertEquals(1, engine.cancelled.size());
  }

  @Test
  void anAnswerWithoutTheThoughtThatMightComeIsNoLongerThanAnAnswer() throws Exception {
    String own = "{% if '</think>' in messages[0].content %}{% endif %}" + PLAIN;
    String[] words = new String[300];
    Arrays.setAll(words, i -> "w" + i + " ");
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of(words));
    ExplanationText text =
        new Explainer(engine, ScriptedDialogue.of(own), hub, new StatusBoard())
            .explain(query(TEXT), Settings.DEFAULTS, Audience.PANEL)
            .await();
    assertEquals(200, text.answer().split(" ").length);
  }

  @Test
  void whatSomebodyAskedForIsNotCancelledByPointingElsewhere() throws Exception {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("Done.")).hold();
    Explainer explainer = explainer(engine);
    Explanation asked = explainer.explain(query(TEXT), Settings.DEFAULTS, Audience.PANEL);
    for (int i = 0; i < 6; i++) {
      explain(explainer, TEXT.replace("sum", "sum" + i));
    }
    engine.step(40);
    assertEquals(ExplanationText.State.DONE, asked.await().state());
  }

  @Test
  void aTemplatesOwnSwitchIsUsed() throws Exception {
    String off = "<｜Assistant｜><think></think>";
    check(SWITCHED, Thinking.AUTO, Audience.HOVER, off, "Returns.", "|Returns.");
    check(SWITCHED, Thinking.NEVER, Audience.PANEL, off, "Returns.", "|Returns.");
    String on = "<｜Assistant｜><think>";
    check(SWITCHED, Thinking.AUTO, Audience.PANEL, on, "hm</think>Returns.", "hm|Returns.");
    check(SWITCHED, Thinking.ALWAYS, Audience.HOVER, on, "hm</think>Returns.", "hm|Returns.");
  }

  @Test
  void aThoughtThatTheTemplateOpensStaysUnlessItIsForbidden() throws Exception {
    String open = "<｜Assistant｜><think>\n";
    check(OPENED, Thinking.AUTO, Audience.HOVER, open, "hm\n</think>\nReturns.", "hm|Returns.");
    check(OPENED, Thinking.AUTO, Audience.PANEL, open, "hm\n</think>\nReturns.", "hm|Returns.");
    String closed = open + "\n</think>\n\n";
    check(OPENED, Thinking.NEVER, Audience.PANEL, closed, "Returns.", "|Returns.");
  }

  @Test
  void aModelThatThinksByItselfIsLeftToItUnlessThatIsForbidden() throws Exception {
    String own = "{% if '</think>' in messages[0].content %}{% endif %}" + PLAIN;
    String asked =
        "code blocks.\n\n```java\npublic int sum() {\n    return 1;\n  }\n```<｜Assistant｜>";
    check(own, Thinking.AUTO, Audience.PANEL, asked, "<think>hm</think>Yes.", "hm|Yes.");
    String closed = asked + "<think>\n</think>\n\n";
    check(own, Thinking.AUTO, Audience.HOVER, closed, "Returns.", "|Returns.");
    check(own, Thinking.NEVER, Audience.PANEL, closed, "Returns.", "|Returns.");
  }

  @Test
  void aClosingTagAloneMakesAThoughtOfWhatStoodBefore() throws Exception {
    check(
        PLAIN,
        Thinking.AUTO,
        Audience.HOVER,
        "",
        "It is one.\n</think>\n\nReturns.",
        "It is one.|Returns.");
    List<String> answers =
        hub.history().stream()
            .filter(TraceEvent.Answer.class::isInstance)
            .map(event -> ((TraceEvent.Answer) event).text())
            .toList();
    assertEquals(List.of("It ", "is ", "one.\n", "", "Returns."), answers);
  }

  @Test
  void aLongThoughtIsEndedSoThatTheAnswerHasRoom() throws Exception {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("hm</think>", "Returns."));
    Explainer explainer =
        new Explainer(engine, ScriptedDialogue.of(OPENED), hub, new StatusBoard());
    explainer.explain(query(TEXT), reasoning(Thinking.AUTO), Audience.HOVER).await();
    GenerationRequest request = engine.requests.remove();
    assertEquals(256 + 200 + 16, request.maxTokens());
    assertEquals(
        new Interjection(
            256,
            "",
            "</think>",
            Prompt.of(new Prompt.Text("\n"), new Prompt.Text("</think>"), new Prompt.Text("\n\n")),
            200),
        request.interjection());
  }

  @Test
  void withoutAThoughtTheAnswerHasItsOwnLimit() throws Exception {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("Returns."));
    Explainer explainer = new Explainer(engine, ScriptedDialogue.of(PLAIN), hub, new StatusBoard());
    explainer.explain(query(TEXT), reasoning(Thinking.AUTO), Audience.HOVER).await();
    GenerationRequest request = engine.requests.remove();
    assertEquals(200, request.maxTokens());
    assertNull(request.interjection());
  }

  @Test
  void longCodeIsCutToWhatTheContextHolds() throws Exception {
    String body = "    x += 1;\n".repeat(400);
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("Returns."));
    explain(
            new Explainer(engine, ScriptedDialogue.of(PLAIN), hub, new StatusBoard()),
            TEXT.replace("    return 1;\n", body + "    return 1;\n"))
        .await();
    GenerationRequest request = engine.requests.remove();
    int prompt = engine.tokenizer().encode(request.prompt()).length;
    assertTrue(prompt > 700 && prompt + request.maxTokens() <= 1024, "prompt of " + prompt);
  }

  @Test
  void aTemplateThatCannotBeUsedIsToldToWhoeverAsks() throws Exception {
    for (String template :
        List.of(
            "{% nosuch %}",
            "{{ messages[0].content | nosuch }}",
            "{% if x %}",
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "{{ raise_exception('no\\n' * 9999) }}")) {
      ExplanationText text =
          new Explainer(
                  new ScriptedEngine(prompt -> Script.of("Returns.")),
                  ScriptedDialogue.of(template),
                  hub,
                  new StatusBoard())
              .explain(query(TEXT), Settings.DEFAULTS, Audience.PANEL)
              .await();
      assertEquals(ExplanationText.State.FAILED, text.state());
      String failure = String.valueOf(text.failure());
      assertTrue(failure.startsWith("the model's chat template cannot be used: line 1: "), failure);
      assertTrue(failure.length() < 400 && failure.lines().count() == 1, failure);
      assertEquals("Error", kinds(text.request()).getLast());
    }
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
  void theTraceSaysThatItIsShownAgain() throws Exception {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("Returns."));
    Explainer explainer = explainer(engine);
    ExplanationText first = explain(explainer, TEXT).await();
    explain(explainer, TEXT);
    List<TraceEvent> again =
        hub.history().stream().filter(e -> !e.request().equals(first.request())).toList();
    assertEquals(3, again.size(), again.toString());
    assertEquals("Returns.", ((TraceEvent.Answer) again.get(1)).text());
    TraceEvent.End end = (TraceEvent.End) again.getLast();
    assertEquals("Shown again, as written before.", end.note());
    assertEquals(0, end.generated());
    assertEquals(1, engine.requests.size());
  }

  @Test
  void whatCannotBeRightIsHeldBackWhereNobodyAsked() throws Exception {
    String note = "it names `flush`, which is not there.";
    for (Audience audience : Audience.values()) {
      ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("Calls", " `flush`", "."));
      ExplanationText text =
          explainer(engine).explain(query(TEXT), Settings.DEFAULTS, audience).await();
      assertEquals("it names `flush`, which is not there", text.objection());
      TraceEvent.End end = (TraceEvent.End) hub.history(text.request()).getLast();
      boolean isHover = audience == Audience.HOVER;
      assertEquals(isHover ? TraceFinish.REJECTED : TraceFinish.STOP, end.finish());
      assertEquals((isHover ? "Held back: " : "Doubtful: ") + note, end.note());
    }
  }

  @Test
  void theCodeOfOtherFilesIsCoveredBeforeItIsCut() throws Exception {
    String secret = "q7Zp" + "2LmX9vR4tK8w" + "B3nY6s";
    String text = "class B {\n  String apiKey = \"" + secret + "\";\n  int n;\n}\n";
    int key = text.indexOf('"');
    ExplainQuery query =
        new ExplainQuery(
            "file:///B.java",
            "java",
            text,
            List.of(new CodeRegion(2, 9, null), new CodeRegion(key, key + 12, null)),
            ";",
            "B",
            null,
            false,
            List.of());
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> {
              assertFalse(prompt.contains(secret.substring(0, 8)), prompt);
              assertTrue(prompt.contains("ass B {;\"***"), prompt);
              return Script.of("Fine.");
            });
    ExplanationText read =
        explainer(engine).explain(query, Settings.DEFAULTS, Audience.HOVER).await();
    assertEquals("Fine.", read.answer(), read.failure());
  }

  @Test
  void whatTheCodeCallsIsToldAndMayBeNamed() throws Exception {
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> {
              assertTrue(
                  prompt.contains("```\n\nWhat it calls:\n\n```java\nint B.one()\n```"), prompt);
              return Script.of("Returns what `B.one` does.");
            });
    ExplainQuery query = query(TEXT).calling(List.of("int B.one()"));
    ExplanationText text =
        explainer(engine).explain(query, Settings.DEFAULTS, Audience.HOVER).await();
    assertEquals("Returns what `B.one` does.", text.answer(), text.failure());
    assertNull(text.objection());
  }

  @Test
  void whatTheCodeCallsTakesNoRoomFromTheCode() throws Exception {
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> {
              assertFalse(prompt.contains("What it calls"), prompt);
              assertTrue(prompt.contains("return 1;"), prompt);
              return Script.of("Returns 1.");
            });
    List<String> many = Collections.nCopies(1000, "int B.one()");
    ExplanationText text =
        explainer(engine)
            .explain(query(TEXT).calling(many), Settings.DEFAULTS, Audience.HOVER)
            .await();
    assertEquals("Returns 1.", text.answer(), text.failure());
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

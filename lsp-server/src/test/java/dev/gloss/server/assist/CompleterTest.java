package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.inference.PromptHints;
import dev.gloss.prompts.completion.Flaw;
import dev.gloss.prompts.fim.FimForm;
import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.config.Eagerness;
import dev.gloss.server.config.Multiline;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.GlossStatus;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceEvent;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.trace.TraceRange;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompleterTest {
  private static final Settings.Completion SETTINGS =
      new Settings.Completion(true, 64, 512, Multiline.AUTO, Eagerness.BALANCED, null, false);
  private static final String METHOD = "class A {\n  int sum(int a, int b) {\n    |\n  }\n}\n";

  private final TraceHub hub = new TraceHub();
  private final StatusBoard board = new StatusBoard();

  private static CompletionQuery query(String textWithCursor) {
    int cursor = textWithCursor.indexOf('|');
    String text = textWithCursor.substring(0, cursor) + textWithCursor.substring(cursor + 1);
    return new CompletionQuery("file:///A.java", "java", text, cursor);
  }

  private Optional<String> complete(ScriptedEngine engine, String textWithCursor) {
    return shown(
        new Completer(engine, hub, board)
            .complete(query(textWithCursor), SETTINGS, new Cancellation()));
  }

  private static Optional<String> shown(Completion completion) {
    return completion.isShown() ? Optional.of(completion.text()) : Optional.empty();
  }

  private void check(String textWithCursor, Script script, String expected) {
    Optional<String> found = complete(new ScriptedEngine(prompt -> script), textWithCursor);
    assertEquals(Optional.of(expected), found);
  }

  private TraceEvent.End end() {
    return (TraceEvent.End) hub.history().getLast();
  }

  @Test
  void whoTypesIsNotLetWaitForMoreThanTheLinesThatAreFinished() {
    Script script =
        Script.of("int c", " = a;", "\n    ", "c += b;", "\n    ", "return c;", "\n  }\n");
    String whole = "int c = a;\n    c += b;\n    return c;";
    Settings.Completion block = SETTINGS.withMultiline(Multiline.BLOCK);
    for (Duration patience : List.of(Duration.ZERO, Duration.ofHours(1))) {
      ScriptedEngine engine = new ScriptedEngine(prompt -> script);
      Completer completer =
          Completer.hurried(
              new Serving<>(
                  HeldEngine.lent(engine), new CompletionModel(new Assistant.Model(engine, null))),
              hub,
              board,
              new RunningRequests(),
              Acceptance.unheard(),
              patience);
      Completion typed = completer.complete(query(METHOD), block, new Cancellation());
      assertEquals(patience.isZero() ? "int c = a;" : whole, typed.text());
      assertTrue(typed.isShown(), String.valueOf(typed.silence()));
      CompletionQuery asked =
          new CompletionQuery(query(METHOD).document(), query(METHOD).cursor(), true);
      assertEquals(whole, completer.complete(asked, block, new Cancellation()).text());
      completer.stopReadingAhead();
    }
  }

  @Test
  void theModelIsAskedForTheMiddle() {
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> {
              assertEquals(
                  "<｜begin▁of▁sentence｜><｜fim▁begin｜>class A {\n"
                      + "  int x = <｜fim▁hole｜>;\n"
                      + "}\n"
                      + "<｜fim▁end｜>",
                  prompt);
              return Script.of("1");
            });
    assertEquals(Optional.of("1"), complete(engine, "class A {\r\n  int x = |;\r\n}\r\n"));
    GenerationRequest request = engine.requests.remove();
    assertEquals(Priority.COMPLETION, request.priority());
    assertEquals(0, request.ngramWeight(), "none for a model that does not say");
    assertTrue(request.sampling().greedy());
  }

  @Test
  void writingStopsAtTheEndOfTheLine() throws Exception {
    Script script = Script.of("return", " a", " + b;", "\n", "never", " read");
    ScriptedEngine engine = new ScriptedEngine(prompt -> script).hold();
    CompletableFuture<Optional<String>> reply =
        CompletableFuture.supplyAsync(
            () -> complete(engine, "class A {\n  int f() {\n    g();\n    |\n  }\n}"));
    engine.step(4);
    assertEquals(Optional.of("return a + b;"), reply.get());
    assertEquals(1, engine.cancelled.size());
    assertEquals(TraceFinish.STOP, end().finish());
  }

  @Test
  void aSuggestionIsTracedFromItsBeginningToItsEnd() {
    check(METHOD, Script.of("return a + b;"), "return a + b;");
    List<TraceEvent> events = hub.history();
    assertEquals(
        List.of("Begin", "Prompt", "Token", "Answer", "End"),
        events.stream().map(e -> e.getClass().getSimpleName()).toList());
    assertEquals(TraceRange.of(2, 4, 2, 4), ((TraceEvent.Begin) events.get(0)).range());
    assertTrue(((TraceEvent.Prompt) events.get(1)).text().contains("<｜fim▁hole｜>"));
    assertEquals("return a + b;", ((TraceEvent.Answer) events.get(3)).text());
    assertEquals(1, end().generated());
  }

  @Test
  void whatTheModelDoesNotBelieveInIsHeldBack() {
    Script unsure = new Script(List.of("return a;"), 0.1, "");
    assertEquals(Optional.empty(), complete(new ScriptedEngine(prompt -> unsure), METHOD));
    assertEquals(TraceFinish.REJECTED, end().finish());
    String note = String.valueOf(end().note());
    assertTrue(note.matches("Held back: 0\\.[0-2]\\d < 0\\.30.*"), note);
  }

  @Test
  void whatDoesNotParseIsHeldBack() {
    Script wrong = Script.of("return ((a;");
    assertEquals(Optional.empty(), complete(new ScriptedEngine(prompt -> wrong), METHOD));
    assertEquals(TraceFinish.REJECTED, end().finish());
  }

  @Test
  void aPredictionHoldsNothingBack() {
    Script doubtful = new Script(List.of("return ((a;"), 0.1, "");
    Completer completer = new Completer(new ScriptedEngine(prompt -> doubtful), hub, board);
    Completion prediction =
        completer.predict(query(METHOD), SETTINGS, new Cancellation()).completion();
    assertEquals("return ((a;", prediction.text());
    assertEquals(Silence.of(Flaw.DOES_NOT_PARSE), prediction.silence());
  }

  @Test
  void warmingUpIsLessUrgentThanEverythingElse() {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("return 1;", "\n"));
    CompletionWarmUp.of(engine);
    assertFalse(engine.requests.isEmpty());
    engine.requests.forEach(request -> assertEquals(Priority.BACKGROUND, request.priority()));
  }

  @Test
  void nothingIsNotASuggestion() {
    assertEquals(Optional.empty(), complete(new ScriptedEngine(prompt -> Script.of()), METHOD));
    assertEquals(
        Optional.empty(), complete(new ScriptedEngine(prompt -> Script.of("  ", "\n")), METHOD));
  }

  @Test
  void secretsDoNotEnterThePrompt() {
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> {
              assertFalse(prompt.contains("AKIA" + "ABCDEFGHIJKLMNOP"), prompt);
              assertTrue(prompt.contains("\"********************\""), prompt);
              return Script.of("1;");
            });
    assertEquals(
        Optional.of("1;"),
        complete(
            engine, "class A {\n  String k = \"AKIA" + "ABCDEFGHIJKLMNOP\";\n  int x = |\n}\n"));
  }

  @Test
  void aDocumentLargerThanTheContextIsCut() {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("1;"));
    String line = "  int a = 1; // padding\n";
    complete(engine, "class A {\n" + line.repeat(500) + "  int x = |\n" + line.repeat(500) + "}\n");
    int tokens = engine.tokenizer().encode(engine.requests.remove().prompt()).length;
    assertTrue(tokens <= 512 + 4, tokens + " tokens");
  }

  @Test
  void takingItBackStopsTheEngine() throws Exception {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("a", "b", "c")).hold();
    Completer completer = new Completer(engine, hub, board);
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Completion> reply =
        CompletableFuture.supplyAsync(
            () -> completer.complete(query(METHOD), SETTINGS, cancellation));
    GenerationRequest request = engine.requests.take();
    cancellation.cancel(TraceFinish.SUPERSEDED);
    assertEquals(Silence.CANCELLED, reply.get().silence());
    assertEquals(request, engine.cancelled.take());
    assertEquals(TraceFinish.SUPERSEDED, end().finish());
  }

  @Test
  void whatTheEngineCannotServeIsSaid() {
    Script broken = new Script(List.of(), 1, "out of memory: close another model");
    AssistException e =
        assertThrows(
            AssistException.class, () -> complete(new ScriptedEngine(prompt -> broken), METHOD));
    assertEquals("out of memory: close another model", e.getMessage());
    assertEquals(
        "out of memory: close another model",
        ((TraceEvent.Error) hub.history().getLast()).message());
  }

  @Test
  void theBoardIsBusyMeanwhile() {
    board.ready("scripted", "cpu");
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> {
              assertEquals(GlossStatus.State.BUSY, board.current().state());
              return Script.of("1;");
            });
    complete(engine, METHOD);
    assertEquals(GlossStatus.State.READY, board.current().state());
  }

  @Test
  void aModelThatCannotFillInTheMiddleGoesOnWithWhatStandsBefore() {
    ScriptedEngine engine =
        new ScriptedEngine(
            new CharTokenizer(List.of("<｜begin▁of▁sentence｜>", "<eos>")),
            prompt -> {
              assertEquals("<｜begin▁of▁sentence｜>int x =", prompt);
              return Script.of("1");
            });
    assertEquals(Optional.of("1"), complete(engine, "int x = |;\nint y = 2;\n"));
  }

  @Test
  void theSettingSaysInWhichFormTheModelIsAsked() {
    ScriptedEngine engine =
        new ScriptedEngine(
            prompt -> {
              assertEquals(
                  "<｜begin▁of▁sentence｜><｜fim▁begin｜><｜fim▁hole｜>;\n<｜fim▁end｜>int x =", prompt);
              return Script.of(" 1");
            });
    assertEquals("1", suffixFirst(engine, "int x = |;\n"));
  }

  private String suffixFirst(ScriptedEngine engine, String textWithCursor) {
    Settings.Completion settings = SETTINGS.withFim(FimForm.SPM);
    return new Completer(engine, hub, board)
        .complete(query(textWithCursor), settings, new Cancellation())
        .text();
  }

  @Test
  void theBlankBeforeTheCursorIsNotWrittenAgain() {
    String text = "class A {\n  int f() {\n    |\n  }\n}";
    List<Script> scripts =
        List.of(
            Script.of(" return", " 1;"),
            Script.of("", " ", "return 1;"),
            Script.of("return 1;"),
            new Script(List.of(" return 1;"), 0.9, ""));
    for (Script script : scripts) {
      assertEquals("return 1;", suffixFirst(new ScriptedEngine(prompt -> script), text));
    }
  }

  @Test
  void theShareOfNgramsIsTheModelsOwn() {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("1"));
    new Completer(engine, hub, board).complete(query("int x = |;\n"), SETTINGS, new Cancellation());
    assertEquals(0, engine.requests.remove().ngramWeight(), "none where it does not say");
    engine.hinting(new PromptHints(null, null, null, null, null, 0.25));
    new Completer(engine, hub, board).complete(query("int x = |;\n"), SETTINGS, new Cancellation());
    assertEquals(0.25, engine.requests.remove().ngramWeight());
  }

  @Test
  void aTokenOfTheFamilyEndsWhatIsWritten() {
    check("int x = |;\n", Script.of("1", "<｜fim▁begin｜>", "2"), "1");
  }

  @Test
  void theModelGoesOnWithTheWordThatWasTyped() {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of(".", "out", ".println();"));
    assertEquals("ut.println();", suffixFirst(engine, in("System.o|")));
    GenerationRequest request = engine.requests.remove();
    assertEquals(".o", request.opening());
    assertTrue(
        engine.tokenizer().decode(engine.tokenizer().encode(request.prompt())).endsWith("System"));
  }

  private static String in(String line) {
    return "class A {\n  int f(int n) {\n    " + line + "\n  }\n}\n";
  }

  @Test
  void whoOnlyTypesIsLeftAloneInQuietPlaces() {
    quiet("in-comment", in("// the |"));
    quiet("in-comment", "/** Returns |\n */\nclass A {}\n");
    quiet("in-string", in("String s = \"a |\";"));
    quiet("behind-statement", in("return n;|"));
    quiet("in-word", in("ge|tName();"));
  }

  private void quiet(String reason, String textWithCursor) {
    ScriptedEngine engine = new ScriptedEngine(prompt -> Script.of("x", "\n"));
    Completer completer = new Completer(engine, hub, board);
    CompletionQuery typed = query(textWithCursor);
    Completion silent = completer.complete(typed, SETTINGS, new Cancellation());
    assertEquals(reason, Objects.requireNonNull(silent.silence()).reason());
    assertEquals(silent.silence().sentence(), end().note());
    assertTrue(engine.requests.isEmpty(), "the model is not asked");
    CompletionQuery asked =
        new CompletionQuery(typed.uri(), "java", typed.text(), typed.cursor(), true);
    completer.complete(asked, SETTINGS, new Cancellation());
    assertEquals(1, engine.requests.size(), "but for who asks");
  }

  @Test
  void commentsAreCompletedWhereThatIsWished() {
    Settings.Completion settings =
        new Settings.Completion(true, 64, 512, Multiline.AUTO, Eagerness.BALANCED, null, true);
    Completer completer =
        new Completer(new ScriptedEngine(prompt -> Script.of("value.", "\n")), hub, board);
    Completion shown = completer.complete(query(in("// the |")), settings, new Cancellation());
    assertEquals(Optional.of("value."), shown(shown));
  }

  @Test
  void whatDoesNotJoinTheRestOfTheLineIsHeldBack() {
    ScriptedEngine apart = new ScriptedEngine(prompt -> Script.of("n"));
    assertEquals(Optional.empty(), complete(apart, in("int m = | + 1;")));
    check(in("int m = | + 1;"), Script.of("n", " + 1;"), "n");
    check(in("g(|);"), Script.of("n"), "n");
  }

  @Test
  void loopsAndEchoesAreHeldBack() {
    ScriptedEngine loop = new ScriptedEngine(prompt -> Script.of("a + ", "a + ", "a + ", "a;"));
    assertEquals(Optional.empty(), complete(loop, in("return |")));
    assertEquals("Held back: it repeats itself or what stands next to it.", end().note());
    check(in("int count = |"), Script.of("int count = 5;"), "5;");
  }
}

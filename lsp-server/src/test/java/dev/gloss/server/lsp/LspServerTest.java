package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.server.assist.ScriptedEngine;
import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.trace.GlossStatus;
import dev.gloss.server.trace.TraceEvent;
import dev.gloss.server.trace.TraceFinish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverCapabilities;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InlineCompletionContext;
import org.eclipse.lsp4j.InlineCompletionItem;
import org.eclipse.lsp4j.InlineCompletionList;
import org.eclipse.lsp4j.InlineCompletionParams;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SelectedCompletionInfo;
import org.eclipse.lsp4j.ShowDocumentCapabilities;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WindowClientCapabilities;
import org.eclipse.lsp4j.WorkDoneProgressBegin;
import org.eclipse.lsp4j.WorkDoneProgressEnd;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server as LSP4J's own client sees it, over pipes.
@Timeout(60)
class LspServerTest {
  private static final String URI = "file:///p/A.java";
  private static final String TEXT =
      "class A {\n  int sum(int a, int b) {\n    int 😀 = 1; retu\n  }\n}\n";

  private EditorInTest editor;

  @BeforeEach
  void start() throws Exception {
    editor = new EditorInTest();
  }

  @AfterEach
  void stop() throws Exception {
    editor.close();
  }

  private static ScriptedEngine writing(String... tokens) {
    return new ScriptedEngine(prompt -> Script.of(tokens));
  }

  private void initialize() throws Exception {
    editor.initialize(params -> {});
  }

  private CompletableFuture<InlineCompletionList> inline(String uri, Position position) {
    InlineCompletionContext context =
        new InlineCompletionContext(InlineCompletionTriggerKind.Automatic);
    return inline(new InlineCompletionParams(new TextDocumentIdentifier(uri), position, context));
  }

  private CompletableFuture<InlineCompletionList> inline(InlineCompletionParams params) {
    return editor
        .server
        .getTextDocumentService()
        .inlineCompletion(params)
        .thenApply(either -> either == null ? null : either.getRight());
  }

  private CompletableFuture<Hover> hover(Position position) {
    return editor
        .server
        .getTextDocumentService()
        .hover(new HoverParams(new TextDocumentIdentifier(URI), position));
  }

  private static String text(Hover hover) {
    return ((MarkupContent) hover.getContents().get()).getValue();
  }

  private CompletableFuture<Object> execute(String command, Object... arguments) {
    return editor
        .server
        .getWorkspaceService()
        .executeCommand(new ExecuteCommandParams(command, List.of(arguments)));
  }

  private static Position endOf(String word) {
    Position start = EditorInTest.at(TEXT, word);
    return new Position(start.getLine(), start.getCharacter() + word.length());
  }

  private static int errorCode(CompletableFuture<?> reply) {
    ExecutionException e = assertThrows(ExecutionException.class, reply::get);
    return assertInstanceOf(ResponseErrorException.class, e.getCause())
        .getResponseError()
        .getCode();
  }

  // Start and end of the conversation

  @Test
  void initializeIsAnsweredBeforeTheModelIsThere() throws Exception {
    InitializeResult result = editor.initialize(params -> {});
    assertEquals("gloss", result.getServerInfo().getName());
    assertEquals("utf-16", result.getCapabilities().getPositionEncoding());
    assertEquals("loading", editor.status.take().get("state").getAsString());
    editor.open(URI, "java", TEXT);
    assertNull(inline(URI, endOf("retu")).get());
    assertNull(hover(endOf("retu")).get());
    editor.load(writing("rn a;"));
    assertEquals("ready", editor.status.take().get("state").getAsString());
    assertEquals(1, inline(URI, endOf("retu")).get().getItems().size());
  }

  @Test
  void loadingIsShownWhereTheEditorCan() throws Exception {
    editor.initialize(
        params -> {
          WindowClientCapabilities window = new WindowClientCapabilities();
          window.setWorkDoneProgress(true);
          params.getCapabilities().setWindow(window);
        });
    assertInstanceOf(WorkDoneProgressBegin.class, editor.progress.take().getValue().getLeft());
    editor.load(writing());
    assertInstanceOf(WorkDoneProgressEnd.class, editor.progress.take().getValue().getLeft());
  }

  @Test
  void aModelThatCannotBeLoadedIsToldAndTheServerStays() throws Exception {
    initialize();
    assertEquals("loading", editor.status.take().get("state").getAsString());
    editor.model.completeExceptionally(new IllegalStateException("no such folder: /m"));
    JsonObject status = editor.status.take();
    assertEquals("failed", status.get("state").getAsString());
    assertEquals("no such folder: /m", status.get("message").getAsString());
    editor.open(URI, "java", TEXT);
    assertNull(inline(URI, endOf("retu")).get());
  }

  @Test
  void exitAfterShutdownIsClean() throws Exception {
    initialize();
    editor.server.shutdown().get();
    editor.server.exit();
    assertEquals(0, editor.exitCode.get());
  }

  @Test
  void exitWithoutShutdownIsNot() throws Exception {
    initialize();
    editor.server.exit();
    assertEquals(1, editor.exitCode.get());
  }

  @Test
  void theEndOfTheStreamEndsTheServer() throws Exception {
    initialize();
    editor.close();
    assertEquals(1, editor.exitCode.get());
  }

  @Test
  void theDeathOfTheEditorEndsTheServer() throws Exception {
    Process parent = new ProcessBuilder("cat").start();
    editor.initialize(params -> params.setProcessId((int) parent.pid()));
    parent.destroy();
    assertEquals(1, editor.exitCode.get());
  }

  // Ghost text

  @Test
  void anItemReplacesTheTypedWord() throws Exception {
    initialize();
    editor.load(writing("rn", " a", " + b;", "\n")).open(URI, "java", TEXT);
    InlineCompletionItem item = inline(URI, endOf("retu")).get().getItems().getFirst();
    assertEquals("return a + b;", item.getInsertText().getLeft());
    assertEquals("return a + b;", item.getFilterText());
    assertEquals(new Range(EditorInTest.at(TEXT, "retu"), endOf("retu")), item.getRange());
  }

  @Test
  void editsAreFollowed() throws Exception {
    ScriptedEngine engine = writing(";");
    initialize();
    editor.load(engine).open(URI, "java", TEXT);
    editor.edit(URI, new Range(endOf("retu"), endOf("retu")), "rn b");
    Position cursor = new Position(2, endOf("retu").getCharacter() + 4);
    assertEquals("b;", inline(URI, cursor).get().getItems().getFirst().getInsertText().getLeft());
    int[] prompt = engine.tokenizer().encode(engine.requests.remove().prompt());
    assertTrue(engine.tokenizer().decode(prompt).contains("return b<｜fim▁hole｜>\n  }"));
  }

  @Test
  void positionsAreCountedAsTheEditorCounts() throws Exception {
    InitializeResult result =
        editor.initialize(
            params -> {
              GeneralClientCapabilities general = new GeneralClientCapabilities();
              general.setPositionEncodings(List.of("ebcdic", "utf-8", "utf-16"));
              params.getCapabilities().setGeneral(general);
            });
    assertEquals("utf-8", result.getCapabilities().getPositionEncoding());
    editor.load(writing("rn a;")).open(URI, "java", TEXT);
    int utf16 = endOf("retu").getCharacter();
    Range range = inline(URI, new Position(2, utf16 + 2)).get().getItems().getFirst().getRange();
    assertEquals(new Range(new Position(2, utf16 - 2), new Position(2, utf16 + 2)), range);
  }

  @Test
  void textGoesOnAfterTheSelectedItemOfTheEditorsList() throws Exception {
    ScriptedEngine engine = writing("(a);");
    initialize();
    editor.load(engine).open(URI, "java", TEXT);
    Range word = new Range(EditorInTest.at(TEXT, "retu"), endOf("retu"));
    InlineCompletionContext context =
        new InlineCompletionContext(InlineCompletionTriggerKind.Automatic);
    context.setSelectedCompletionInfo(new SelectedCompletionInfo(word, "returnAll"));
    InlineCompletionItem item =
        inline(new InlineCompletionParams(new TextDocumentIdentifier(URI), endOf("retu"), context))
            .get()
            .getItems()
            .getFirst();
    assertEquals("returnAll(a);", item.getInsertText().getLeft());
    assertEquals(word, item.getRange());
  }

  @Test
  void aNewerRequestSupersedesTheOlderOne() throws Exception {
    ScriptedEngine engine = writing("rn a;").hold();
    initialize();
    editor.load(engine).open(URI, "java", TEXT);
    CompletableFuture<InlineCompletionList> older = inline(URI, endOf("retu"));
    GenerationRequest first = engine.requests.take();
    CompletableFuture<InlineCompletionList> newer = inline(URI, endOf("retu"));
    assertNull(older.get());
    assertEquals(first, engine.cancelled.take());
    engine.step(5);
    assertEquals(1, newer.get().getItems().size());
  }

  @Test
  void cancellingStopsTheEngine() throws Exception {
    ScriptedEngine engine = writing("rn a;").hold();
    initialize();
    editor.load(engine).open(URI, "java", TEXT);
    CompletableFuture<?> reply =
        editor
            .server
            .getTextDocumentService()
            .inlineCompletion(
                new InlineCompletionParams(
                    new TextDocumentIdentifier(URI),
                    endOf("retu"),
                    new InlineCompletionContext(InlineCompletionTriggerKind.Automatic)));
    GenerationRequest request = engine.requests.take();
    reply.cancel(true);
    assertThrows(CancellationException.class, reply::join);
    assertEquals(request, engine.cancelled.take());
  }

  @Test
  void closingADocumentTakesItsRequestsBack() throws Exception {
    ScriptedEngine engine = writing("rn a;").hold();
    initialize();
    editor.load(engine).open(URI, "java", TEXT);
    CompletableFuture<InlineCompletionList> reply = inline(URI, endOf("retu"));
    GenerationRequest request = engine.requests.take();
    editor
        .server
        .getTextDocumentService()
        .didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(URI)));
    assertEquals(request, engine.cancelled.take());
    assertEquals(List.of(), reply.get().getItems());
    assertNull(inline(URI, endOf("retu")).get());
  }

  @Test
  void aPlaceOutsideOfTheDocumentIsAnErrorAndTheServerStays() throws Exception {
    initialize();
    editor.load(writing("rn a;")).open(URI, "java", TEXT);
    assertEquals(-32602, errorCode(inline(URI, new Position(99, 0))));
    assertEquals(-32602, errorCode(hover(new Position(-1, 0))));
    assertEquals(1, inline(URI, endOf("retu")).get().getItems().size());
  }

  @Test
  void whatTheEngineCannotServeIsAnErrorOfTheRequestAlone() throws Exception {
    initialize();
    editor
        .load(new ScriptedEngine(prompt -> new Script(List.of(), 1, "no memory left")))
        .open(URI, "java", TEXT);
    assertEquals(-32803, errorCode(inline(URI, endOf("retu"))));
    assertEquals(-32803, errorCode(inline(URI, endOf("retu"))));
  }

  @Test
  void ignoredFilesAreLeftAlone(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve(".aiignore"), "secret/\n");
    ScriptedEngine engine = writing("rn a;");
    editor.initialize(
        params ->
            params.setWorkspaceFolders(
                List.of(new WorkspaceFolder(folder.toUri().toString(), "p"))));
    String uri = folder.resolve("secret/A.java").toUri().toString();
    editor.load(engine).open(uri, "java", TEXT);
    assertEquals(List.of(), inline(uri, endOf("retu")).get().getItems());
    assertEquals(List.of(), inline(uri, endOf("retu")).get().getItems());
    assertEquals("Gloss leaves " + uri + " alone: .aiignore names it", editor.logs.take());
    assertTrue(editor.logs.isEmpty());
    assertTrue(engine.requests.isEmpty());
  }

  // The editor's own list

  @Test
  void theListHasOneItemWithItsPreview() throws Exception {
    initialize();
    editor.load(writing("rn a + b;")).open(URI, "java", TEXT);
    CompletionList list =
        editor
            .server
            .getTextDocumentService()
            .completion(new CompletionParams(new TextDocumentIdentifier(URI), endOf("retu")))
            .get()
            .getRight();
    assertTrue(list.isIncomplete());
    CompletionItem item = list.getItems().getFirst();
    Range word = new Range(EditorInTest.at(TEXT, "retu"), endOf("retu"));
    assertEquals(Either.forLeft(new TextEdit(word, "return a + b;")), item.getTextEdit());
    assertEquals("return a + b;", item.getLabel());
    assertEquals("return a + b;", item.getFilterText());
    assertEquals("Gloss", item.getDetail());
    assertEquals("return a + b;\n\nGloss, 90 % sure", item.getDocumentation().getLeft());
  }

  // Explanations

  private static final String[] REASONED = {
    "<think>", "adds a and b", "</think>", "<answer>", "Returns the sum.", "</answer>"
  };

  private void initializeWithMarkdown() throws Exception {
    editor.initialize(
        params -> {
          TextDocumentClientCapabilities text = new TextDocumentClientCapabilities();
          text.setHover(new HoverCapabilities(List.of("markdown", "plaintext"), false));
          params.getCapabilities().setTextDocument(text);
          // However slow this machine is, the answer is waited for.
          params.setInitializationOptions(
              JsonParser.parseString("{\"hover\":{\"budgetMillis\":60000}}"));
        });
  }

  @Test
  void hoverSaysWhatTheMethodDoes() throws Exception {
    initializeWithMarkdown();
    editor.load(writing(REASONED)).open(URI, "java", TEXT);
    Hover hover = hover(EditorInTest.at(TEXT, "sum")).get();
    assertEquals(
        "Returns the sum.\n\n[How it came about](" + EditorInTest.PANEL + ")", text(hover));
    assertNull(hover(new Position(0, 0)).get());
  }

  @Test
  void hoverDoesNotWaitForALongThought() throws Exception {
    ScriptedEngine engine = writing(REASONED).hold();
    editor.initialize(
        params ->
            params.setInitializationOptions(
                JsonParser.parseString("{\"hover\":{\"budgetMillis\":0}}")));
    editor.load(engine).open(URI, "java", TEXT);
    Hover early = hover(EditorInTest.at(TEXT, "sum")).get();
    assertTrue(text(early).startsWith("Gloss is thinking…"), text(early));
    String request = engine.requests.take().toString();
    engine.step(100);
    awaitEnd();
    assertEquals(
        "Returns the sum.\n\nHow it came about: " + EditorInTest.PANEL,
        text(hover(EditorInTest.at(TEXT, "sum")).get()));
    assertTrue(engine.requests.isEmpty(), "asked once, for " + request);
  }

  private void awaitEnd() throws InterruptedException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    try (var reader =
        editor.hub.subscribe(
            event -> {
              if (event instanceof TraceEvent.End e && e.finish() == TraceFinish.STOP) {
                end.complete(null);
              }
            })) {
      end.join();
    }
    // The end is traced a moment before the explanation is marked complete.
    while (editor.board.current().state() != GlossStatus.State.READY) {
      Thread.onSpinWait();
    }
  }

  @Test
  void theCodeActionExplainsAndOpensThePanel() throws Exception {
    editor.initialize(
        params -> {
          WindowClientCapabilities window = new WindowClientCapabilities();
          window.setShowDocument(new ShowDocumentCapabilities(true));
          params.getCapabilities().setWindow(window);
        });
    editor.load(writing(REASONED)).open(URI, "java", TEXT);
    Position inside = EditorInTest.at(TEXT, "int 😀");
    var actions =
        editor
            .server
            .getTextDocumentService()
            .codeAction(
                new CodeActionParams(
                    new TextDocumentIdentifier(URI),
                    new Range(inside, inside),
                    new CodeActionContext(List.of())))
            .get();
    assertEquals("Explain A.sum", actions.getFirst().getLeft().getTitle());
    Object reply =
        execute("gloss.explain", actions.getFirst().getLeft().getArguments().toArray()).get();
    assertEquals("Returns the sum.", member(reply, "answer"));
    assertEquals("adds a and b", member(reply, "think"));
    assertEquals(EditorInTest.PANEL.toString(), editor.shown.take().getUri());
  }

  @Test
  void codeActionsOfOtherKindsAreNotOurs() throws Exception {
    initialize();
    editor.load(writing(REASONED)).open(URI, "java", TEXT);
    CodeActionContext context = new CodeActionContext(List.of());
    Range range = new Range(new Position(1, 0), new Position(2, 0));
    context.setOnly(List.of("quickfix"));
    CodeActionParams params = new CodeActionParams(new TextDocumentIdentifier(URI), range, context);
    assertEquals(List.of(), editor.server.getTextDocumentService().codeAction(params).get());
    context.setOnly(List.of("gloss"));
    Either<Command, CodeAction> action =
        editor.server.getTextDocumentService().codeAction(params).get().getFirst();
    assertEquals("Explain these lines", action.getLeft().getTitle());
  }

  @Test
  void anEditorWithoutPagesGetsTheAnswerAsAMessage() throws Exception {
    initialize();
    editor.load(writing(REASONED)).open(URI, "java", TEXT);
    JsonObject place = new JsonObject();
    place.addProperty("uri", URI);
    place.add("position", JsonParser.parseString("{\"line\":2,\"character\":0}"));
    execute("gloss.explain", place).get();
    assertEquals("Returns the sum.", editor.messages.take());
    assertEquals(EditorInTest.PANEL.toString(), execute("gloss.openPanel").get());
    assertEquals("The Gloss panel is at " + EditorInTest.PANEL, editor.messages.take());
  }

  private static String member(Object reply, String name) {
    return String.valueOf(((Map<?, ?>) reply).get(name));
  }

  @Test
  void aRequestIsCancelledByItsName() throws Exception {
    ScriptedEngine engine = writing(REASONED).hold();
    initialize();
    editor.load(engine).open(URI, "java", TEXT);
    JsonObject place = new JsonObject();
    place.addProperty("uri", URI);
    place.add("position", JsonParser.parseString("{\"line\":2,\"character\":0}"));
    CompletableFuture<Object> reply = execute("gloss.explain", place);
    engine.requests.take();
    String request = editor.hub.history().getFirst().request();
    assertTrue((Boolean) execute("gloss.cancel", request).get());
    engine.cancelled.take();
    assertEquals("", member(reply.get(), "answer"));
  }

  @Test
  void commandsThatMakeNoSenseAreInvalidParams() throws Exception {
    initialize();
    editor.load(writing()).open(URI, "java", TEXT);
    assertEquals(-32602, errorCode(execute("gloss.dance")));
    assertEquals(-32602, errorCode(execute("gloss.explain")));
    assertEquals(-32602, errorCode(execute("gloss.explain", "x")));
    assertEquals(
        -32602, errorCode(execute("gloss.explain", JsonParser.parseString("{\"uri\":1}"))));
    assertEquals(-32602, errorCode(execute("gloss.cancel", new JsonObject())));
  }

  // Settings and traces

  @Test
  void settingsArePulledAndBadOnesReported() throws Exception {
    editor.configuration.add(
        JsonParser.parseString("{\"completion\":{\"maxTokens\":2,\"multiline\":7}}"));
    ScriptedEngine engine = writing("a", "b", "c");
    editor.initialize(
        params -> {
          WorkspaceClientCapabilities workspace = new WorkspaceClientCapabilities();
          workspace.setConfiguration(true);
          params.getCapabilities().setWorkspace(workspace);
        });
    assertEquals(
        "gloss.completion.multiline: expected one of auto, line, block, found 7;"
            + " what held before still holds",
        editor.logs.take());
    // The settings hold once the problem was logged and the next message came in.
    editor.load(engine).open(URI, "java", TEXT);
    inline(URI, endOf("retu")).get();
    inline(URI, endOf("retu")).get();
    engine.requests.take();
    assertEquals(2, engine.requests.take().maxTokens());
    assertTrue(editor.registrations.isEmpty(), "dynamic registration was not offered");
  }

  @Test
  void theTraceIsSentOnlyToWhoAsksForIt() throws Exception {
    initialize();
    editor.load(writing("rn a;")).open(URI, "java", TEXT);
    inline(URI, endOf("retu")).get();
    editor
        .server
        .getWorkspaceService()
        .didChangeConfiguration(
            new DidChangeConfigurationParams(
                JsonParser.parseString("{\"gloss\":{\"trace\":true}}")));
    inline(URI, endOf("retu")).get();
    JsonObject first = editor.trace.take();
    assertEquals("begin", first.get("kind").getAsString());
    assertEquals("2", first.get("request").getAsString());
    assertEquals("prompt", editor.trace.take().get("kind").getAsString());
    assertEquals("token", editor.trace.take().get("kind").getAsString());
    assertEquals("answer", editor.trace.take().get("kind").getAsString());
    assertEquals("end", editor.trace.take().get("kind").getAsString());
  }
}

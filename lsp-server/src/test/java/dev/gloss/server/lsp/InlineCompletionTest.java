package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.PromptHints;
import dev.gloss.server.assist.ScriptedEngine;
import dev.gloss.server.assist.ScriptedEngine.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InlineCompletionContext;
import org.eclipse.lsp4j.InlineCompletionItem;
import org.eclipse.lsp4j.InlineCompletionList;
import org.eclipse.lsp4j.InlineCompletionParams;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SelectedCompletionInfo;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ghost text and the editor's own list, as the client of LSP4J sees them over pipes.
@Timeout(60)
class InlineCompletionTest {
  private final EditorInTest editor = EditorInTest.start();

  @AfterEach
  void stop() throws Exception {
    editor.close();
  }

  @Test
  void anItemReplacesTheTypedWord() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing("rn", " a", " + b;", "\n")).open(Sample.URI, "java", Sample.TEXT);
    InlineCompletionItem item =
        editor.inline(Sample.URI, Sample.endOf("retu")).get().getItems().getFirst();
    assertEquals("return a + b;", item.getInsertText().getLeft());
    assertEquals("return a + b;", item.getFilterText());
    assertEquals(new Range(Sample.at("retu"), Sample.endOf("retu")), item.getRange());
  }

  @Test
  void whoAsksIsOfferedOtherTextsToo() throws Exception {
    editor.initialize(params -> {});
    editor
        .load(
            new ScriptedEngine(
                prompt ->
                    prompt.contains("return b")
                        ? Script.of(" + a;", "\n")
                        : Script.of("a", " + b;", "\n").insteadOf("b")))
        .open(Sample.URI, "java", Sample.TEXT);
    Range typed = new Range(Sample.at("retu"), Sample.endOf("retu"));
    editor.edit(Sample.URI, typed, "return ");
    Position place = new Position(typed.getStart().getLine(), typed.getStart().getCharacter() + 7);
    assertEquals(List.of("a + b;"), texts(editor.inline(Sample.URI, place).get()));
    InlineCompletionParams asked =
        new InlineCompletionParams(
            new TextDocumentIdentifier(Sample.URI),
            place,
            new InlineCompletionContext(InlineCompletionTriggerKind.Invoked));
    assertEquals(
        List.of("a + b;", "b + a;"),
        texts(editor.server.getTextDocumentService().inlineCompletion(asked).get().getRight()));
  }

  private static List<String> texts(InlineCompletionList list) {
    return list.getItems().stream().map(item -> item.getInsertText().getLeft()).toList();
  }

  @Test
  void editsAreFollowed() throws Exception {
    ScriptedEngine engine = Sample.writing(" + a;");
    editor.initialize(params -> {});
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    editor.edit(Sample.URI, new Range(Sample.endOf("retu"), Sample.endOf("retu")), "rn b");
    Position cursor = new Position(2, Sample.endOf("retu").getCharacter() + 4);
    assertEquals(
        "b + a;",
        editor.inline(Sample.URI, cursor).get().getItems().getFirst().getInsertText().getLeft());
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
    editor.load(Sample.writing("rn a;")).open(Sample.URI, "java", Sample.TEXT);
    int utf16 = Sample.endOf("retu").getCharacter();
    Range range =
        editor
            .inline(Sample.URI, new Position(2, utf16 + 2))
            .get()
            .getItems()
            .getFirst()
            .getRange();
    assertEquals(new Range(new Position(2, utf16 - 2), new Position(2, utf16 + 2)), range);
  }

  @Test
  void textGoesOnAfterTheSelectedItemOfTheEditorsList() throws Exception {
    ScriptedEngine engine = Sample.writing("(a);");
    editor.initialize(params -> {});
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    Range word = new Range(Sample.at("retu"), Sample.endOf("retu"));
    InlineCompletionContext context =
        new InlineCompletionContext(InlineCompletionTriggerKind.Automatic);
    context.setSelectedCompletionInfo(new SelectedCompletionInfo(word, "returnAll"));
    InlineCompletionItem item =
        editor
            .inline(
                new InlineCompletionParams(
                    new TextDocumentIdentifier(Sample.URI), Sample.endOf("retu"), context))
            .get()
            .getItems()
            .getFirst();
    assertEquals("returnAll(a);", item.getInsertText().getLeft());
    assertEquals(word, item.getRange());
  }

  @Test
  void aNewerRequestSupersedesTheOlderOne() throws Exception {
    ScriptedEngine engine = Sample.writing("rn a;").hold();
    editor.initialize(params -> {});
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    CompletableFuture<InlineCompletionList> older = editor.inline(Sample.URI, Sample.endOf("retu"));
    GenerationRequest first = engine.requests.take();
    Position end = Sample.endOf("retu");
    editor.edit(Sample.URI, new Range(end, end), "r");
    CompletableFuture<InlineCompletionList> newer =
        editor.inline(Sample.URI, new Position(end.getLine(), end.getCharacter() + 1));
    assertNull(older.get());
    assertEquals(first, engine.cancelled.take());
    engine.step(5);
    assertEquals(1, newer.get().getItems().size());
  }

  @Test
  void oneKeystrokeAsksTheModelOnce() throws Exception {
    ScriptedEngine engine = Sample.writing("rn a;").hold();
    editor.initialize(params -> {});
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    var inline = editor.inline(Sample.URI, Sample.endOf("retu"));
    engine.requests.take();
    var list = editor.list(Sample.URI, Sample.endOf("retu"));
    var again = editor.inline(Sample.URI, Sample.endOf("retu"));
    assertNull(inline.get(), "the same request again takes its place");
    engine.step(5);
    assertEquals("return a;", list.get().getRight().getItems().getFirst().getLabel());
    assertEquals(1, again.get().getItems().size());
    assertTrue(engine.requests.isEmpty());
    assertTrue(engine.cancelled.isEmpty());
  }

  @Test
  void whatIsTypedAlongASuggestionShortensItWithoutTheModel() throws Exception {
    ScriptedEngine engine = Sample.writing("rn a + b;");
    editor.initialize(params -> {});
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    Position end = Sample.endOf("retu");
    assertEquals("return a + b;", shownAt(end));
    editor.edit(Sample.URI, new Range(end, end), "rn a");
    Position later = new Position(end.getLine(), end.getCharacter() + 4);
    assertEquals("a + b;", shownAt(later));
    editor.edit(Sample.URI, new Range(end, later), "");
    assertEquals("return a + b;", shownAt(end), "after steps back");
    assertEquals(1, engine.requests.size());
    editor.edit(Sample.URI, new Range(end, end), "X");
    editor.inline(Sample.URI, new Position(end.getLine(), end.getCharacter() + 1)).get();
    assertEquals(2, engine.requests.size(), "something else was typed");
  }

  private String shownAt(Position position) throws Exception {
    return editor
        .inline(Sample.URI, position)
        .get()
        .getItems()
        .getFirst()
        .getInsertText()
        .getLeft();
  }

  @Test
  void cancellingStopsTheEngine() throws Exception {
    ScriptedEngine engine = Sample.writing("rn a;").hold();
    editor.initialize(params -> {});
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    CompletableFuture<?> reply =
        editor
            .server
            .getTextDocumentService()
            .inlineCompletion(
                new InlineCompletionParams(
                    new TextDocumentIdentifier(Sample.URI),
                    Sample.endOf("retu"),
                    new InlineCompletionContext(InlineCompletionTriggerKind.Automatic)));
    GenerationRequest request = engine.requests.take();
    reply.cancel(true);
    // The answer of the server may be there before LSP4J has cancelled the future.
    assertThrows(RuntimeException.class, reply::join);
    assertEquals(request, engine.cancelled.take());
  }

  @Test
  void closingADocumentTakesItsRequestsBack() throws Exception {
    ScriptedEngine engine = Sample.writing("rn a;").hold();
    editor.initialize(params -> {});
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    CompletableFuture<InlineCompletionList> reply = editor.inline(Sample.URI, Sample.endOf("retu"));
    GenerationRequest request = engine.requests.take();
    editor
        .server
        .getTextDocumentService()
        .didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(Sample.URI)));
    assertEquals(request, engine.cancelled.take());
    assertEquals(List.of(), reply.get().getItems());
    assertNull(editor.inline(Sample.URI, Sample.endOf("retu")).get());
  }

  @Test
  void aPlaceOutsideOfTheDocumentIsTheNearestInIt() throws Exception {
    ScriptedEngine engine = Sample.writing("rn a;");
    editor.initialize(params -> {});
    editor.load(engine).open(Sample.URI, "java", "class A {\n  int a() {\n    retu");
    Range word = new Range(new Position(2, 4), new Position(2, 8));
    for (Position place :
        List.of(new Position(2, 99), new Position(99, 0), new Position(2, Integer.MAX_VALUE))) {
      InlineCompletionItem item = editor.inline(Sample.URI, place).get().getItems().getFirst();
      assertEquals("return a;", item.getInsertText().getLeft());
      assertEquals(word, item.getRange());
    }
    assertEquals(
        0, editor.hover(Sample.URI, new Position(-1, 0)).handle((h, e) -> e == null ? 0 : 1).get());
  }

  @Test
  void aDocumentIsFoundByEverySpellingOfItsUri() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing("rn a;")).open("file:///c%3A/p/A%20b.java", "java", Sample.TEXT);
    String other = "file:///C:/p/A b.java";
    assertEquals(1, editor.inline(other, Sample.endOf("retu")).get().getItems().size());
  }

  @Test
  void dataIsNoWordThatIsTyped() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing("0", "1")).open(Sample.URI, "c", "deadbeef".repeat(75_000));
    Position cursor = new Position(0, 600_000);
    for (InlineCompletionItem item : editor.inline(Sample.URI, cursor).get().getItems()) {
      assertEquals(new Range(cursor, cursor), item.getRange());
    }
  }

  @Test
  void aByteOrderMarkDoesNotMatter() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing("rn a;")).open(Sample.URI, "java", "\uFEFF" + Sample.TEXT);
    InlineCompletionItem item =
        editor.inline(Sample.URI, Sample.endOf("retu")).get().getItems().getFirst();
    assertEquals("return a;", item.getInsertText().getLeft());
  }

  @Test
  void whatTheEngineCannotServeIsAnErrorOfTheRequestAlone() throws Exception {
    editor.initialize(params -> {});
    editor
        .load(new ScriptedEngine(prompt -> new Script(List.of(), 1, "no memory left")))
        .open(Sample.URI, "java", Sample.TEXT);
    assertEquals(-32803, EditorInTest.errorCode(editor.inline(Sample.URI, Sample.endOf("retu"))));
    assertEquals(-32803, EditorInTest.errorCode(editor.inline(Sample.URI, Sample.endOf("retu"))));
  }

  @Test
  void ignoredFilesAreLeftAlone(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve(".aiignore"), "secret/\n");
    ScriptedEngine engine = Sample.writing("rn a;");
    editor.initialize(
        params ->
            params.setWorkspaceFolders(
                List.of(new WorkspaceFolder(folder.toUri().toString(), "p"))));
    String uri = folder.resolve("secret/A.java").toUri().toString();
    editor.load(engine).open(uri, "java", Sample.TEXT);
    assertEquals(List.of(), editor.inline(uri, Sample.endOf("retu")).get().getItems());
    assertEquals(List.of(), editor.inline(uri, Sample.endOf("retu")).get().getItems());
    assertEquals("Gloss leaves " + uri + " alone: .aiignore names it", editor.logs.take());
    assertTrue(editor.logs.isEmpty());
    assertTrue(engine.requests.isEmpty());
  }

  @Test
  void aModelIsAskedInTheLanguagesThatItKnows() throws Exception {
    ScriptedEngine engine = Sample.writing("rn a;");
    engine.hinting(new PromptHints(null, null, null, null, null, null, List.of("kotlin")));
    editor.initialize(
        params ->
            params.setInitializationOptions(
                JsonParser.parseString("{\"hover\":{\"budgetMillis\":60000}}")));
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    assertEquals(List.of(), editor.inline(Sample.URI, Sample.endOf("retu")).get().getItems());
    String facts = EditorInTest.text(editor.hover(Sample.URI, Sample.at("sum")).get());
    assertTrue(facts.endsWith("Takes a, b; returns int."), facts);
    assertTrue(engine.requests.isEmpty());
    editor.configure("{\"gloss\": {\"languages\": {\"java\": true}}}");
    assertEquals(1, editor.inline(Sample.URI, Sample.endOf("retu")).get().getItems().size());
  }

  @Test
  void whatIsReadyIsNotShownWhereTheLanguageWasSwitchedOffMeanwhile() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing("rn a;")).open(Sample.URI, "java", Sample.TEXT);
    assertEquals(1, editor.inline(Sample.URI, Sample.endOf("retu")).get().getItems().size());
    editor.configure("{\"gloss\": {\"languages\": {\"java\": false}}}");
    assertEquals(List.of(), editor.inline(Sample.URI, Sample.endOf("retu")).get().getItems());
  }

  @Test
  void theStatusTellsWhyNothingIsShown() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing("x")).open(Sample.URI, "java", "// the ");
    assertEquals(List.of(), editor.inline(Sample.URI, new Position(0, 7)).get().getItems());
    JsonObject status = editor.status.take();
    while (!status.has("quiet")) {
      status = editor.status.take();
    }
    assertEquals("in-comment", status.getAsJsonObject("quiet").get("reason").getAsString());
  }

  @Test
  void theListHasOneItemWithItsPreview() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing("rn a + b;")).open(Sample.URI, "java", Sample.TEXT);
    CompletionList list = editor.list(Sample.URI, Sample.endOf("retu")).get().getRight();
    assertFalse(list.isIncomplete(), "or each key would be a request");
    CompletionItem item = list.getItems().getFirst();
    Range word = new Range(Sample.at("retu"), Sample.endOf("retu"));
    assertEquals(Either.forLeft(new TextEdit(word, "return a + b;")), item.getTextEdit());
    assertEquals("return a + b;", item.getLabel());
    assertEquals("return a + b;", item.getFilterText());
    assertTrue(item.getSortText().compareTo("z") > 0, "behind what is known to exist");
    assertEquals("Gloss", item.getDetail());
    String preview = item.getDocumentation().getLeft();
    assertTrue(preview.matches("return a \\+ b;\n\nGloss, [3-9]\\d % sure"), preview);
  }
}

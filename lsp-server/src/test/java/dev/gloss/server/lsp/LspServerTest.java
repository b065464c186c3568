package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gloss.server.assist.ScriptedEngine;
import dev.gloss.server.assist.ScriptedEngine.Script;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InlineCompletionContext;
import org.eclipse.lsp4j.InlineCompletionList;
import org.eclipse.lsp4j.InlineCompletionParams;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.WindowClientCapabilities;
import org.eclipse.lsp4j.WorkDoneProgressBegin;
import org.eclipse.lsp4j.WorkDoneProgressEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a conversation begins and ends, over pipes and with the client of LSP4J.
@Timeout(60)
class LspServerTest {
  private final EditorInTest editor = EditorInTest.start();

  @AfterEach
  void stop() throws Exception {
    editor.close();
  }

  @Test
  void initializeIsAnsweredBeforeTheModelIsThere() throws Exception {
    InitializeResult result = editor.initialize(params -> {});
    assertEquals("gloss", result.getServerInfo().getName());
    assertEquals("utf-16", result.getCapabilities().getPositionEncoding());
    assertEquals("loading", editor.status.take().get("state").getAsString());
    editor.open(Sample.URI, "java", Sample.TEXT);
    assertNull(editor.inline(Sample.URI, Sample.endOf("retu")).get());
    editor.load(Sample.writing("rn a;"));
    assertEquals("ready", editor.status.take().get("state").getAsString());
    assertEquals(1, editor.inline(Sample.URI, Sample.endOf("retu")).get().getItems().size());
  }

  @Test
  void whatAPersonAsksForWaitsForTheModel() throws Exception {
    editor.initialize(
        params ->
            params.setInitializationOptions(
                JsonParser.parseString("{\"hover\":{\"budgetMillis\":60000}}")));
    editor.open(Sample.URI, "java", Sample.TEXT);
    CompletableFuture<InlineCompletionList> asked = editor.inline(explicit());
    CompletableFuture<Hover> hover = editor.hover(Sample.URI, Sample.at("sum"));
    assertNull(editor.inline("file:///p/B.java", Sample.endOf("retu")).get());
    editor.load(
        new ScriptedEngine(
            prompt ->
                prompt.contains("What does")
                    ? Script.of(Sample.REASONED)
                    : Script.of("rn", " a;")));
    assertEquals("return a;", text(asked));
    assertTrue(EditorInTest.text(hover.get()).contains("Returns the sum."));
  }

  @Test
  void whatWaitsForTheModelCanBeTakenBack() throws Exception {
    ScriptedEngine engine = Sample.writing("rn a;");
    editor.initialize(params -> {});
    editor.open(Sample.URI, "java", Sample.TEXT);
    CompletableFuture<?> first =
        editor.server.getTextDocumentService().inlineCompletion(explicit());
    first.cancel(true);
    CompletableFuture<InlineCompletionList> second = editor.inline(explicit());
    CompletableFuture<InlineCompletionList> third = editor.inline(explicit());
    assertNull(second.get(), "superseded");
    editor.load(engine);
    assertEquals("return a;", text(third));
    // One for the text, one that asks how others could begin.
    assertEquals(2, engine.requests.size());
  }

  @Test
  void nobodyWaitsForAModelThatCannotBeLoaded() throws Exception {
    editor.initialize(
        params ->
            params.setInitializationOptions(
                JsonParser.parseString("{\"hover\":{\"budgetMillis\":60000}}")));
    editor.open(Sample.URI, "java", Sample.TEXT);
    CompletableFuture<Hover> hover = editor.hover(Sample.URI, Sample.at("sum"));
    editor.model.completeExceptionally(new IllegalStateException("no such folder: /m"));
    String facts = "int sum(int a, int b)\n\nMethod of A, A.java:2\nTakes a, b; returns int.";
    assertEquals(facts, EditorInTest.text(hover.get()));
    assertEquals(facts, EditorInTest.text(editor.hover(Sample.URI, Sample.at("sum")).get()));
    assertNull(editor.inline(explicit()).get());
  }

  private static InlineCompletionParams explicit() {
    return new InlineCompletionParams(
        new TextDocumentIdentifier(Sample.URI),
        Sample.endOf("retu"),
        new InlineCompletionContext(InlineCompletionTriggerKind.Invoked));
  }

  private static String text(CompletableFuture<InlineCompletionList> reply) throws Exception {
    return reply.get().getItems().getFirst().getInsertText().getLeft();
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
    editor.load(Sample.writing());
    assertInstanceOf(WorkDoneProgressEnd.class, editor.progress.take().getValue().getLeft());
  }

  @Test
  void aModelThatCannotBeLoadedIsToldAndTheServerStays() throws Exception {
    editor.initialize(params -> {});
    assertEquals("loading", editor.status.take().get("state").getAsString());
    editor.model.completeExceptionally(new IllegalStateException("no such folder: /m"));
    JsonObject status = editor.status.take();
    assertEquals("failed", status.get("state").getAsString());
    assertEquals("no such folder: /m", status.get("message").getAsString());
    assertEquals("The model cannot be used: no such folder: /m", editor.logs.take());
    editor.open(Sample.URI, "java", Sample.TEXT);
    assertNull(editor.inline(Sample.URI, Sample.endOf("retu")).get());
  }

  @Test
  void exitAfterShutdownIsClean() throws Exception {
    editor.initialize(params -> {});
    editor.server.shutdown().get();
    editor.server.exit();
    assertEquals(0, editor.exitCode.get());
  }

  @Test
  void exitWithoutShutdownIsNot() throws Exception {
    editor.initialize(params -> {});
    editor.server.exit();
    assertEquals(1, editor.exitCode.get());
  }

  @Test
  void theEndOfTheStreamEndsTheServer() throws Exception {
    editor.initialize(params -> {});
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
}

package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gloss.server.assist.ScriptedEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CodeActionTriggerKind;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverCapabilities;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ShowDocumentCapabilities;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.WindowClientCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Hovers, code actions and commands, as the client of LSP4J sees them over pipes.
@Timeout(60)
class ExplanationTest {
  private final EditorInTest editor = EditorInTest.start();

  @AfterEach
  void stop() throws Exception {
    editor.close();
  }

  @Test
  void hoverSaysWhatTheMethodDoes() throws Exception {
    initialize("markdown", 60_000);
    editor.load(Sample.writing(Sample.REASONED)).open(Sample.URI, "java", Sample.TEXT);
    Hover hover = editor.hover(Sample.URI, Sample.at("sum")).get();
    assertEquals(
        "```java\nint sum(int a, int b)\n```\n\n"
            + "Method of `A`, A.java:2  \nTakes `a`, `b`; returns `int`.\n\n"
            + "*Model:* Returns the sum.\n\n[How it came about]("
            + EditorInTest.PANEL
            + ")",
        EditorInTest.text(hover));
    assertEquals(new Range(Sample.at("sum"), Sample.endOf("sum")), hover.getRange());
    assertNull(editor.hover(Sample.URI, new Position(0, 0)).get());
  }

  @Test
  void hoverDoesNotWaitForALongThought() throws Exception {
    ScriptedEngine engine = Sample.writing(Sample.REASONED).hold();
    initialize("plaintext", 0);
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    Hover early = null;
    while (early == null) {
      // The compiler, too, may take longer than that.
      early = editor.hover(Sample.URI, Sample.at("sum")).get();
    }
    assertTrue(
        EditorInTest.text(early).contains("\n\nGloss is thinking…"), EditorInTest.text(early));
    engine.requests.take();
    engine.step(100);
    editor
        .server
        .getWorkspaceService()
        .didChangeConfiguration(
            new DidChangeConfigurationParams(
                JsonParser.parseString("{\"gloss\":" + budget(60_000) + "}")));
    assertEquals(
        "int sum(int a, int b)\n\nMethod of A, A.java:2\nTakes a, b; returns int.\n\n"
            + "Model: Returns the sum.\n\nHow it came about: "
            + EditorInTest.PANEL,
        EditorInTest.text(editor.hover(Sample.URI, Sample.at("sum")).get()));
    assertTrue(engine.requests.isEmpty(), "asked once");
  }

  @Test
  void theCodeActionExplainsAndOpensThePanel() throws Exception {
    editor.initialize(
        params -> {
          WindowClientCapabilities window = new WindowClientCapabilities();
          window.setShowDocument(new ShowDocumentCapabilities(true));
          params.getCapabilities().setWindow(window);
        });
    editor.load(Sample.writing(Sample.REASONED)).open(Sample.URI, "java", Sample.TEXT);
    Position inside = Sample.at("int 😀");
    CodeActionParams params =
        new CodeActionParams(
            new TextDocumentIdentifier(Sample.URI),
            new Range(inside, inside),
            new CodeActionContext(List.of()));
    var unasked = editor.server.getTextDocumentService().codeAction(params).get();
    assertEquals(List.of(), unasked, "no bulb at each move of the cursor");
    params.getContext().setTriggerKind(CodeActionTriggerKind.Automatic);
    unasked = editor.server.getTextDocumentService().codeAction(params).get();
    assertEquals(List.of(), unasked);
    params.getContext().setTriggerKind(CodeActionTriggerKind.Invoked);
    var actions = editor.server.getTextDocumentService().codeAction(params).get();
    assertEquals("Explain A.sum", actions.getFirst().getLeft().getTitle());
    Object reply =
        editor
            .execute("gloss.explain", actions.getFirst().getLeft().getArguments().toArray())
            .get();
    assertEquals("Returns the sum.", member(reply, "answer"));
    assertEquals("adds a and b", member(reply, "think"));
    assertEquals(EditorInTest.PANEL.toString(), editor.shown.take().getUri());
  }

  @Test
  void codeActionsOfOtherKindsAreNotOurs() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing(Sample.REASONED)).open(Sample.URI, "java", Sample.TEXT);
    CodeActionContext context = new CodeActionContext(List.of());
    Range range = new Range(new Position(1, 0), new Position(2, 0));
    context.setOnly(List.of("quickfix"));
    CodeActionParams params =
        new CodeActionParams(new TextDocumentIdentifier(Sample.URI), range, context);
    assertEquals(List.of(), editor.server.getTextDocumentService().codeAction(params).get());
    context.setOnly(List.of("gloss"));
    Either<Command, CodeAction> action =
        editor.server.getTextDocumentService().codeAction(params).get().getFirst();
    assertEquals("Explain these lines", action.getLeft().getTitle());
  }

  @Test
  void anEditorWithoutPagesGetsTheAnswerAsAMessage() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing(Sample.REASONED)).open(Sample.URI, "java", Sample.TEXT);
    JsonObject place = new JsonObject();
    place.addProperty("uri", Sample.URI);
    place.add("position", JsonParser.parseString("{\"line\":2,\"character\":0}"));
    editor.execute("gloss.explain", place).get();
    assertEquals("Returns the sum.", editor.messages.take());
    assertEquals(EditorInTest.PANEL.toString(), editor.execute("gloss.openPanel").get());
    assertEquals("The Gloss panel is at " + EditorInTest.PANEL, editor.messages.take());
  }

  @Test
  void aRequestIsCancelledByItsName() throws Exception {
    ScriptedEngine engine = Sample.writing(Sample.REASONED).hold();
    editor.initialize(params -> {});
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    JsonObject place = new JsonObject();
    place.addProperty("uri", Sample.URI);
    place.add("position", JsonParser.parseString("{\"line\":2,\"character\":0}"));
    CompletableFuture<Object> reply = editor.execute("gloss.explain", place);
    engine.requests.take();
    String request = editor.hub.history().getFirst().request();
    assertTrue((Boolean) editor.execute("gloss.cancel", request).get());
    engine.cancelled.take();
    assertEquals("", member(reply.get(), "answer"));
  }

  @Test
  void commandsThatMakeNoSenseAreInvalidParams() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing()).open(Sample.URI, "java", Sample.TEXT);
    assertEquals(-32602, EditorInTest.errorCode(editor.execute("gloss.dance")));
    assertEquals(-32602, EditorInTest.errorCode(editor.execute("gloss.explain")));
    assertEquals(-32602, EditorInTest.errorCode(editor.execute("gloss.explain", "x")));
    assertEquals(
        -32602,
        EditorInTest.errorCode(
            editor.execute("gloss.explain", JsonParser.parseString("{\"uri\":1}"))));
    assertEquals(-32602, EditorInTest.errorCode(editor.execute("gloss.cancel", new JsonObject())));
  }

  private static String member(Object reply, String name) {
    return String.valueOf(((Map<?, ?>) reply).get(name));
  }

  private void initialize(String hoverFormat, int budgetMillis) throws Exception {
    editor.initialize(
        params -> {
          TextDocumentClientCapabilities text = new TextDocumentClientCapabilities();
          text.setHover(new HoverCapabilities(List.of(hoverFormat), false));
          params.getCapabilities().setTextDocument(text);
          params.setInitializationOptions(JsonParser.parseString(budget(budgetMillis)));
        });
  }

  private static String budget(int millis) {
    return "{\"hover\":{\"budgetMillis\":" + millis + "}}";
  }
}

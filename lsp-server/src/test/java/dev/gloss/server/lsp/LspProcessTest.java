package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gloss.server.testing.GlossProcess;
import dev.gloss.server.testing.Needs;
import java.lang.ProcessBuilder.Redirect;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InlineCompletionItem;
import org.eclipse.lsp4j.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// LSP4J's client against `gloss lsp` as the process that an editor starts, with the embedded
/// model.
@Timeout(300)
class LspProcessTest {
  private static final String URI = "file:///p/Pair.java";
  private static final String TEXT =
      """
      class Pair {
        private final int first;
        private final int second;

        int first() {
          return first;
        }

        int second() {
          retu
        }

        /** Returns the sum of both numbers. */
        int sum() {
          return first + second;
        }
      }
      """;

  private Process process;
  private EditorInTest editor;

  @BeforeEach
  void start() throws Exception {
    Needs.file(GlossProcess.embeddedModel().resolve("config.json"), "the embedded model");
    process =
        new ProcessBuilder(GlossProcess.command("lsp", "--stdio"))
            .redirectError(Redirect.DISCARD)
            .start();
    editor = EditorInTest.attach(process);
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  private InitializeResult initialize() throws Exception {
    return editor.initialize(
        params ->
            params.setInitializationOptions(
                JsonParser.parseString(
                    "{\"completion\":{\"eagerness\":\"eager\"},\"hover\":{\"budgetMillis\":60000}}")));
  }

  private void awaitReady() throws InterruptedException {
    JsonObject status = editor.status.take();
    while (!status.get("state").getAsString().equals("ready")) {
      status = editor.status.take();
    }
  }

  @Test
  void anEditorIsServedFromTheFirstWordToTheLast() throws Exception {
    InitializeResult hello = initialize();
    assertNotNull(hello.getCapabilities().getInlineCompletionProvider());
    editor.open(URI, "java", TEXT);
    awaitReady();

    InlineCompletionItem item = editor.inline(URI, new Position(9, 8)).get().getItems().getFirst();
    assertTrue(item.getInsertText().getLeft().startsWith("return"), item.toString());

    Hover hover = editor.hover(URI, new Position(13, 7)).get();
    assertTrue(EditorInTest.text(hover).strip().length() > 10, EditorInTest.text(hover));

    editor.server.shutdown().get();
    editor.server.exit();
    assertEquals(0, editor.exitCode.get());
  }

  @Test
  void theServerEndsWithAnEditorThatDies() throws Exception {
    initialize();
    editor.close();
    assertEquals(1, editor.exitCode.get(), "no shutdown came before");
  }
}

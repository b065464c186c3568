package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.gson.JsonObject;
import org.eclipse.lsp4j.InitializeResult;
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
    assertNull(editor.hover(Sample.URI, Sample.endOf("retu")).get());
    editor.load(Sample.writing("rn a;"));
    assertEquals("ready", editor.status.take().get("state").getAsString());
    assertEquals(1, editor.inline(Sample.URI, Sample.endOf("retu")).get().getItems().size());
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

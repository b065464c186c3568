package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gloss.server.assist.ScriptedEngine;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Settings and who gets the trace, as the client of LSP4J sees them over pipes.
@Timeout(60)
class ConfigurationTest {
  private final EditorInTest editor = EditorInTest.start();

  @AfterEach
  void stop() throws Exception {
    editor.close();
  }

  @Test
  void settingsArePulledAndBadOnesReported() throws Exception {
    editor.configuration.add(
        JsonParser.parseString("{\"completion\":{\"maxTokens\":2,\"multiline\":7}}"));
    ScriptedEngine engine = Sample.writing("a", "b", "c");
    editor.initialize(
        params -> {
          WorkspaceClientCapabilities workspace = new WorkspaceClientCapabilities();
          workspace.setConfiguration(true);
          params.getCapabilities().setWorkspace(workspace);
        });
    assertEquals(
        "gloss.completion.multiline: expected one of auto, line, block, found 7;"
            + " this value is passed over",
        editor.logs.take());
    // The settings hold once the problem was logged and the next message came in.
    editor.load(engine).open(Sample.URI, "java", Sample.TEXT);
    editor.inline(Sample.URI, Sample.endOf("retu")).get();
    askElsewhere();
    engine.requests.take();
    assertEquals(2, engine.requests.take().maxTokens());
    assertTrue(editor.registrations.isEmpty(), "dynamic registration was not offered");
  }

  /// Where nothing is known yet.
  private void askElsewhere() throws Exception {
    Position end = Sample.endOf("retu");
    editor.edit(Sample.URI, new Range(end, end), "X");
    editor.inline(Sample.URI, new Position(end.getLine(), end.getCharacter() + 1)).get();
  }

  @Test
  void theTraceIsSentOnlyToWhoAsksForIt() throws Exception {
    editor.initialize(params -> {});
    editor.load(Sample.writing("rn a;")).open(Sample.URI, "java", Sample.TEXT);
    editor.inline(Sample.URI, Sample.endOf("retu")).get();
    editor
        .server
        .getWorkspaceService()
        .didChangeConfiguration(
            new DidChangeConfigurationParams(
                JsonParser.parseString("{\"gloss\":{\"trace\":true}}")));
    askElsewhere();
    JsonObject first = editor.trace.take();
    assertEquals("begin", first.get("kind").getAsString());
    assertEquals("2", first.get("request").getAsString());
    assertEquals("prompt", editor.trace.take().get("kind").getAsString());
    assertEquals("token", editor.trace.take().get("kind").getAsString());
    assertEquals("answer", editor.trace.take().get("kind").getAsString());
    assertEquals("end", editor.trace.take().get("kind").getAsString());
  }
}

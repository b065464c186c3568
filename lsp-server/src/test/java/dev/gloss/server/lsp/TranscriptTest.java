package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.ScriptedDialogue;
import dev.gloss.server.assist.ScriptedEngine;
import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole conversations, message by message, with clients that differ in what they offer: encodings,
/// formats, registration, what they can show.
///
/// A transcript is a list of `{"client": message}` and `{"server": message}`; what the server sends
/// up to the answer of each request must be the same. `-Dgolden.fix=true` writes it down anew.
@Timeout(120)
class TranscriptTest {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
  private static final Path FOLDER =
      Path.of(
          System.getProperty("gloss.root"),
          "lsp-server/src/test/resources/dev/gloss/server/lsp/transcripts");

  private final BlockingQueue<String> out = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @ValueSource(strings = {"vscode", "neovim", "helix", "lsp-mode", "eglot", "kate"})
  void theConversationIsAsWrittenDown(String client) throws IOException, InterruptedException {
    Path file = FOLDER.resolve(client + ".json");
    JsonArray expected = JsonParser.parseString(Files.readString(file)).getAsJsonArray();
    JsonArray spoken = speak(expected);
    if (Boolean.getBoolean("golden.fix")) {
      Files.writeString(file, GSON.toJson(spoken) + "\n");
    }
    assertEquals(GSON.toJson(expected), GSON.toJson(spoken));
  }

  /// Says the client's lines and notes all that is said.
  private JsonArray speak(JsonArray transcript) throws InterruptedException {
    JsonArray spoken = new JsonArray();
    try (LspConnection connection = connect()) {
      for (JsonElement line : transcript) {
        JsonElement message = line.getAsJsonObject().get("client");
        if (message == null) {
          continue;
        }
        spoken.add(line);
        connection.consume(message.toString());
        JsonObject sent = message.getAsJsonObject();
        if (sent.has("id") && sent.has("method")) {
          listen(spoken, sent.get("id"));
        }
      }
    }
    return spoken;
  }

  /// Notes what the server says up to the answer to this request.
  private void listen(JsonArray spoken, JsonElement id) throws InterruptedException {
    JsonObject message;
    do {
      message = JsonParser.parseString(out.take()).getAsJsonObject();
      JsonObject line = new JsonObject();
      line.add("server", message);
      spoken.add(line);
    } while (message.has("method") || !id.equals(message.get("id")));
  }

  private LspConnection connect() {
    TraceHub hub = new TraceHub();
    StatusBoard board = new StatusBoard();
    ScriptedEngine engine = new ScriptedEngine(TranscriptTest::write);
    Assistant assistant =
        new Assistant(
            CompletableFuture.completedFuture(new Assistant.Model(engine, ScriptedDialogue.get())),
            hub,
            board);
    return new LspConnection(new LspServices(assistant, hub, board, Panel.NONE, "0.0.0"), out::add);
  }

  private static Script write(String prompt) {
    return prompt.contains("What does this")
        ? Script.of("<think>adds", " both</think>", "<answer>Returns the `sum`.</answer>")
        : Script.of("rn", " a", " + b;");
  }
}

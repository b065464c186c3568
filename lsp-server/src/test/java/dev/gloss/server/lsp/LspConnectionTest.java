package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes in as bad JSON goes out as a good error, and the conversation goes on.
@Timeout(60)
class LspConnectionTest {
  private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
  private final List<String> told = new ArrayList<>();
  private final LspConnection connection = connect();

  private LspConnection connect() {
    TraceHub hub = new TraceHub();
    StatusBoard board = new StatusBoard();
    Assistant assistant = new Assistant(new CompletableFuture<>(), hub, board);
    return new LspConnection(new LspServices(assistant, hub, board, Panel.NONE, "0.0.0"), out::add);
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private void send(String json) {
    connection.consume(json);
  }

  /// The next response; what the server says by itself is passed over.
  private JsonObject response() throws InterruptedException {
    while (true) {
      String message = out.take();
      assertFalse(message.contains("\\tat "), "a stack trace: " + message);
      JsonObject json = JsonParser.parseString(message).getAsJsonObject();
      if (!json.has("method")) {
        return json;
      }
      told.add(message);
    }
  }

  private void checkError(String message, JsonElement id, int code, String text)
      throws InterruptedException {
    send(message);
    JsonObject response = response();
    assertEquals(id, response.get("id"));
    JsonObject error = response.getAsJsonObject("error");
    assertEquals(code, error.get("code").getAsInt(), error.toString());
    assertEquals(text, error.get("message").getAsString());
    assertFalse(error.has("data"), error.toString());
  }

  private void initialize() throws InterruptedException {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}");
    assertTrue(response().has("result"));
    send("{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}");
  }

  /// The conversation still goes on.
  private void checkAlive() throws InterruptedException {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":\"alive\",\"method\":\"textDocument/hover\",\"params\":"
            + "{\"textDocument\":{\"uri\":\"file:///none\"},\"position\":{\"line\":0,\"character\":0}}}");
    JsonObject response = response();
    assertEquals(new JsonPrimitive("alive"), response.get("id"));
    assertEquals(JsonNull.INSTANCE, response.get("result"));
  }

  @Test
  void nothingIsAnsweredBeforeInitialize() throws InterruptedException {
    send("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didClose\"}");
    checkError(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"textDocument/hover\",\"params\":"
            + "{\"textDocument\":{\"uri\":\"file:///x\"},\"position\":{\"line\":0,\"character\":0}}}",
        new JsonPrimitive(1),
        -32002,
        "textDocument/hover came before initialize");
    initialize();
    checkAlive();
  }

  @Test
  void onlyExitIsTakenAfterShutdown() throws Exception {
    initialize();
    checkError(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}",
        new JsonPrimitive(1),
        -32600,
        "initialize came a second time");
    send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"shutdown\"}");
    assertEquals(JsonNull.INSTANCE, response().get("result"));
    checkError(
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"shutdown\"}",
        new JsonPrimitive(3),
        -32600,
        "shutdown came after shutdown: only exit may");
    send("{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");
    assertEquals(0, connection.exit().get());
  }

  @Test
  void whatIsNoMessageIsRefused() throws InterruptedException {
    initialize();
    checkError("{\"jsonrpc\":", JsonNull.INSTANCE, -32700, "not JSON");
    checkError("", JsonNull.INSTANCE, -32600, "a message must be an object");
    checkError("null", JsonNull.INSTANCE, -32600, "a message must be an object");
    checkError("[1,2]", JsonNull.INSTANCE, -32600, "a message must be an object");
    checkError(
        "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":{}}",
        new JsonPrimitive(4),
        -32600,
        "method must be a string");
    checkError("[".repeat(100_000), JsonNull.INSTANCE, -32700, "not JSON");
    checkAlive();
  }

  @Test
  void parametersThatMakeNoSenseAreNamed() throws InterruptedException {
    initialize();
    checkError(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"textDocument/hover\",\"params\":{\"bogus\":1}}",
        new JsonPrimitive(1),
        -32602,
        "textDocument/hover: params.position is missing; params.textDocument is missing");
    checkError(
        "{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":\"textDocument/hover\"}",
        new JsonPrimitive("b"),
        -32602,
        "textDocument/hover: params are missing");
    checkError(
        "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":5},\"id\":3}",
        new JsonPrimitive(3),
        -32602,
        "textDocument/hover: Expected BEGIN_OBJECT but was NUMBER at line 1 column 74"
            + " path $.params.textDocument");
    checkAlive();
  }

  @ParameterizedTest
  @CsvSource({"textDocument/references", "$/unknown", "gloss/dance", "didOpen", "initialized"})
  void whatIsNotImplementedIsNotFound(String method) throws InterruptedException {
    initialize();
    checkError(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{}}",
        new JsonPrimitive(1),
        -32601,
        "there is no request '" + method + "' here");
    checkAlive();
  }

  @Test
  void notificationsThatMakeNoSenseArePassedOver() throws InterruptedException {
    initialize();
    send("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"x\":1}}");
    send("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\"}");
    send("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":7}");
    send("{\"jsonrpc\":\"2.0\",\"method\":\"gloss/dance\",\"params\":{}}");
    send("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":77}}");
    send("{\"jsonrpc\":\"2.0\",\"id\":\"99\",\"result\":null}");
    checkAlive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"context\":{\"triggerKind\":0}",
        ",\"context\":{\"triggerKind\":3}",
        ",\"context\":{\"triggerKind\":-1}",
        ",\"context\":{\"triggerKind\":null}",
        ",\"context\":{}",
        ",\"context\":{\"triggerKind\":99,\"only\":[\"quickfix\"]}",
        ""
      })
  void kindsThatAreNotKnownAreServed(String context) throws InterruptedException {
    initialize();
    for (String method :
        List.of(
            "textDocument/inlineCompletion",
            "textDocument/completion",
            "textDocument/codeAction")) {
      send(
          "{\"jsonrpc\":\"2.0\",\"id\":\""
              + method
              + "\",\"method\":\""
              + method
              + "\",\"params\":{\"textDocument\":{\"uri\":\"file:///none\"},"
              + "\"position\":{\"line\":0,\"character\":0},\"range\":{\"start\":{\"line\":0,"
              + "\"character\":0},\"end\":{\"line\":0,\"character\":0}}"
              + context
              + "}}");
      JsonObject response = response();
      assertEquals(new JsonPrimitive(method), response.get("id"));
      assertFalse(response.has("error"), response.toString());
    }
  }

  @Test
  void aMessageThatIsTooLongIsRefusedAndItsDocumentLeftAlone() throws InterruptedException {
    initialize();
    send(
        "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":"
            + "{\"uri\":\"file:///A\",\"languageId\":\"c\",\"version\":1,\"text\":\"\"}}}");
    connection.consume(
        new Incoming.TooLong(99_000_000, "{\"method\":\"textDocument/didChange\"}", "file:///%41"));
    connection.consume(new Incoming.TooLong(99_000_000, "{\"id\":5,\"method\":\"a/b\"}", null));
    JsonObject response = response();
    assertEquals(new JsonPrimitive(5), response.get("id"));
    assertEquals(
        "a/b: a message of 99000000 bytes is too long, at most 33554432 are read",
        response.getAsJsonObject("error").get("message").getAsString());
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"workspace/executeCommand\",\"params\":{"
            + "\"command\":\"gloss.explain\",\"arguments\":[{\"uri\":\"file:///A\","
            + "\"position\":{\"line\":0,\"character\":0}}]}}");
    assertEquals(
        "file:///A is not open", response().getAsJsonObject("error").get("message").getAsString());
  }

  @Test
  void changesOfADocumentThatIsNotOpenAreToldOnce() throws InterruptedException {
    initialize();
    for (int i = 0; i < 3; i++) {
      send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":"
              + "{\"uri\":\"file:///A\",\"version\":2},\"contentChanges\":[{\"text\":\"x\"}]}}");
    }
    checkAlive();
    assertEquals(1, told.stream().filter(message -> message.contains("didChange names")).count());
  }

  @Test
  void anIdMayBeTooLargeForAnInt() throws InterruptedException {
    initialize();
    send("{\"jsonrpc\":\"2.0\",\"id\":5000000000,\"method\":\"shutdown\"}");
    JsonObject response = response();
    assertEquals(5_000_000_000L, response.get("id").getAsLong());
    assertTrue(response.has("error"));
    checkAlive();
  }
}

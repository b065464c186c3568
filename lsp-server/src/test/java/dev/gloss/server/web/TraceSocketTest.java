package dev.gloss.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.Engine;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.Feature;
import dev.gloss.server.trace.RequestTrace;
import dev.gloss.server.trace.TraceCost;
import dev.gloss.server.trace.TraceEvent;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.trace.TraceJson;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceSocketTest {
  private static final String TOKEN = "a-token-of-the-test-only";

  private final TraceHub hub = new TraceHub();
  private final StatusBoard status = new StatusBoard();
  private final AtomicReference<Optional<Engine>> engine = new AtomicReference<>(Optional.empty());
  private final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
  private WebServer server;
  private WebClient client;

  @BeforeEach
  void start() throws IOException {
    WebSources sources =
        new WebSources(
            out -> {
              throw new AssertionError("no session is opened here");
            },
            hub,
            status,
            engine::get,
            cancelled::add);
    server = WebServer.start(new WebOptions("127.0.0.1", 0, TOKEN), sources);
    client = new WebClient(server.port());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private WebClient.Messages connect() {
    return client.connect("/trace", "Authorization", "Bearer " + TOKEN);
  }

  @Test
  void aPanelThatComesLateGetsTheHistoryAndThenWhatHappens() throws Exception {
    RequestTrace request = hub.begin(Feature.EXPLAIN, "file:///Totals.java", null, "Totals.sum");
    request.think("adds ");
    try (WebClient.Messages panel = connect()) {
      assertEquals("Totals.sum", next(panel, "begin").getString("symbol"));
      assertEquals("adds ", next(panel, "think").getString("text"));
      request.answer("Sums.");
      request.end(TraceFinish.STOP, null, TraceCost.NONE);
      assertEquals("Sums.", next(panel, "answer").getString("text"));
      JsonObject end = next(panel, "end");
      assertEquals("stop", end.getString("finish"));
      TraceEvent last = hub.history().getLast();
      assertEquals(new JsonObject(TraceJson.write(last)), end, "the same object as the hub's");
    }
  }

  @Test
  void theStateIsToldAtOnceAndWhenItChanges() throws Exception {
    try (WebClient.Messages panel = connect()) {
      assertEquals("loading", next(panel, "status").getString("state"));
      status.ready("gloss-nano", "cpu");
      JsonObject ready = next(panel, "status");
      assertEquals("ready", ready.getString("state"));
      assertEquals("gloss-nano", ready.getString("model"));
    }
  }

  @Test
  void theModelAndItsLoadAreToldOnceTheEngineIsThere() throws Exception {
    try (WebClient.Messages panel = connect()) {
      next(panel, "status");
      engine.set(Optional.of(new IdleEngine()));
      JsonObject model = next(panel, "model");
      assertEquals("idle", model.getString("name"));
      assertEquals(7_000_000, model.getLong("totalParameters"));
      assertEquals(IdleEngine.CACHED_TOKENS, next(panel, "load").getInteger("cachedTokens"));
    }
  }

  @Test
  void thePanelStopsARequest() throws Exception {
    try (WebClient.Messages panel = connect()) {
      panel.send("no JSON");
      panel.send("{\"action\":7,\"request\":[]}");
      panel.send("{\"action\":\"cancel\",\"request\":\"12\"}");
      assertEquals("12", cancelled.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aPanelKnowsWhetherItIsStillTheSameServer() throws Exception {
    String first = serverName();
    assertEquals(first, serverName());
    stop();
    start();
    assertNotEquals(first, serverName());
  }

  private String serverName() throws Exception {
    try (WebClient.Messages panel = connect()) {
      return next(panel, "hello").getString("server");
    }
  }

  @Test
  void aPanelThatLeavesIsForgotten() throws Exception {
    String gauge = "gloss_trace_connections ";
    try (WebClient.Messages panel = connect()) {
      next(panel, "hello");
      assertTrue(metrics().contains(gauge + "1\n"), metrics());
      panel.close();
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!metrics().contains(gauge + "0\n")) {
      assertTrue(System.nanoTime() < deadline, metrics());
    }
  }

  private String metrics() throws Exception {
    return client.get("/metrics", "Authorization", "Bearer " + TOKEN).body();
  }

  /// The next message of this kind; others in between are passed over.
  private static JsonObject next(WebClient.Messages panel, String kind) throws Exception {
    JsonObject message = new JsonObject(panel.next());
    while (!kind.equals(message.getString("kind"))) {
      message = new JsonObject(panel.next());
    }
    return message;
  }
}

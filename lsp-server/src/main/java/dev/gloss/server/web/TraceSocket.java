package dev.gloss.server.web;

import dev.gloss.inference.Engine;
import dev.gloss.inference.EngineLoad;
import dev.gloss.inference.ModelInfo;
import dev.gloss.server.status.GlossStatus;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.status.StatusJson;
import dev.gloss.server.trace.Subscription;
import dev.gloss.server.trace.TraceEvent;
import dev.gloss.server.trace.TraceJson;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Feeds one panel: the trace's objects, and between them `hello`, `status`, `model` and `load`
/// objects of the same form (`kind` tells them apart). First comes the recent history.
///
/// Takes `{"action": …, "request": …}` from the panel.
final class TraceSocket {
  private static final System.Logger LOG = System.getLogger(TraceSocket.class.getName());
  private static final long LOAD_PERIOD_MILLIS = 500;

  private final ServerWebSocket socket;
  private final WebSources sources;
  private final WebCounters counters;
  private @Nullable ModelInfo model;
  private @Nullable EngineLoad load;

  private TraceSocket(ServerWebSocket socket, WebSources sources, WebCounters counters) {
    this.socket = socket;
    this.sources = sources;
    this.counters = counters;
  }

  /// Feeds the socket until it closes.
  ///
  /// @param server a name that changes with each start of the server: request names begin anew then
  static void connect(
      Vertx vertx,
      ServerWebSocket socket,
      String server,
      WebSources sources,
      WebCounters counters) {
    TraceSocket self = new TraceSocket(socket, sources, counters);
    counters.traceConnections.incrementAndGet();
    self.write(new JsonObject().put("kind", "hello").put("server", server).encode());
    StatusBoard.Listening listening = sources.status().listen(self::sendStatus);
    Subscription subscription = sources.trace().subscribe(self::sendEvent);
    Runnable look = () -> vertx.executeBlocking(self::sendLoad, true);
    look.run();
    long timer = vertx.setPeriodic(LOAD_PERIOD_MILLIS, tick -> look.run());
    socket.textMessageHandler(
        message ->
            vertx
                .executeBlocking(() -> self.act(message), true)
                .onFailure(
                    e -> LOG.log(System.Logger.Level.WARNING, "A panel's action failed", e)));
    socket.closeHandler(
        closed -> {
          vertx.cancelTimer(timer);
          listening.close();
          subscription.close();
          counters.traceConnections.decrementAndGet();
        });
  }

  private void write(String message) {
    counters.traceMessages.increment();
    socket.writeTextMessage(message);
  }

  private void sendStatus(GlossStatus status) {
    write(new JsonObject(StatusJson.write(status)).put("kind", "status").encode());
  }

  /// Runs on the subscription's own thread, which may wait for a slow panel: what it then misses is
  /// marked by a gap.
  private void sendEvent(TraceEvent event) {
    counters.traceMessages.increment();
    SocketWriter.write(socket, TraceJson.write(event));
  }

  /// Says what the model is, once, and how busy the engine is, whenever that changed. One call at a
  /// time.
  private synchronized boolean sendLoad() {
    Optional<Engine> engine = sources.engine().get();
    if (engine.isEmpty()) {
      return false;
    }
    ModelInfo info = engine.get().model();
    if (!info.equals(model)) {
      model = info;
      write(json(info).encode());
    }
    EngineLoad now = engine.get().load();
    if (!now.equals(load)) {
      load = now;
      write(json(now).encode());
    }
    return true;
  }

  private boolean act(String message) {
    try {
      JsonObject action = new JsonObject(message);
      String request = action.getString("request");
      if (request != null && "cancel".equals(action.getString("action"))) {
        sources.actions().cancel(request);
        return true;
      }
    } catch (DecodeException | ClassCastException e) {
      LOG.log(System.Logger.Level.DEBUG, "Not an action: {0}", e.getMessage());
    }
    return false;
  }

  private static JsonObject json(ModelInfo model) {
    return new JsonObject()
        .put("kind", "model")
        .put("name", model.name())
        .put("totalParameters", model.totalParameters())
        .put("activeParameters", model.activeParameters())
        .put("dtype", model.dtype())
        .put("mtpLayers", model.mtpLayers())
        .put("contextLength", model.contextLength())
        .put("backend", model.backend());
  }

  private static JsonObject json(EngineLoad load) {
    return new JsonObject()
        .put("kind", "load")
        .put("running", load.running())
        .put("waiting", load.waiting())
        .put("cachedTokens", load.cachedTokens())
        .put("cacheCapacityTokens", load.cacheCapacityTokens())
        .put("cacheBytesPerToken", load.cacheBytesPerToken());
  }
}

package dev.gloss.server.web;

import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.ExecutionException;

/// Writes to a WebSocket from a thread that may wait.
final class SocketWriter {

  private SocketWriter() {}

  /// Sends a text message; returns once there is room for the next one. Passed over when the socket
  /// is closed. Never call it on the event loop.
  static void write(ServerWebSocket socket, String message) {
    if (socket.isClosed()) {
      return;
    }
    Future<Void> written = socket.writeTextMessage(message);
    if (!socket.writeQueueFull()) {
      return;
    }
    try {
      written.toCompletionStage().toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // The other side is gone; the socket's close handler tidies up.
    }
  }
}

package dev.gloss.server.web;

import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/// Bridges one WebSocket to one language-server session: a text message is a JSON-RPC message.
final class LspSocket {
  private static final ThreadFactory THREADS = Thread.ofVirtual().name("lsp-socket-", 0).factory();

  private LspSocket() {}

  /// Opens a session for the socket; it lives as long as the socket.
  static void connect(ServerWebSocket socket, LspSessions sessions, WebCounters counters) {
    // One thread a session keeps the messages in order and off the event loop, which must not wait
    // for the parsing of a large document.
    ExecutorService inbox = Executors.newSingleThreadExecutor(THREADS);
    LspSession session =
        sessions.open(
            message -> {
              if (!socket.isClosed()) {
                socket.writeTextMessage(message);
              }
            });
    counters.lspConnections.incrementAndGet();
    socket.textMessageHandler(
        message -> {
          counters.lspMessages.increment();
          try {
            inbox.execute(() -> session.receive(message));
          } catch (RejectedExecutionException e) {
            // It closes: what still comes in has no reader.
            socket.close();
          }
        });
    socket.closeHandler(
        closed -> {
          counters.lspConnections.decrementAndGet();
          inbox.execute(session::close);
          inbox.shutdown();
        });
  }
}

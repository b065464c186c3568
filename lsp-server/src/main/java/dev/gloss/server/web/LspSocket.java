package dev.gloss.server.web;

import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.CompletableFuture;

/// Bridges one WebSocket to one language-server session: a text message is a JSON-RPC message.
///
/// Nothing waits here: the session has its own queues, as every session has.
final class LspSocket {
  private static final System.Logger LOG = System.getLogger(LspSocket.class.getName());

  private final ServerWebSocket socket;
  private final WebCounters counters;
  private final CompletableFuture<LspSession> session;

  private LspSocket(ServerWebSocket socket, LspSessions sessions, WebCounters counters) {
    this.socket = socket;
    this.counters = counters;
    // Opening and closing take their time, which the event loop has not.
    this.session =
        CompletableFuture.supplyAsync(
            () -> sessions.open(message -> SocketWriter.write(socket, message)), LspSocket::start);
  }

  /// Opens a session for the socket; it lives as long as the socket.
  static void connect(ServerWebSocket socket, LspSessions sessions, WebCounters counters) {
    socket.pause();
    LspSocket self = new LspSocket(socket, sessions, counters);
    counters.lspConnections.incrementAndGet();
    socket.closeHandler(closed -> self.end());
    self.session.whenComplete(self::begin);
  }

  private static void start(Runnable task) {
    Thread.ofVirtual().name("gloss-lsp-socket").start(task);
  }

  private void begin(LspSession opened, Throwable failure) {
    if (failure != null) {
      LOG.log(System.Logger.Level.ERROR, "A session could not be opened", failure);
      socket.close();
      return;
    }
    socket.textMessageHandler(
        message -> {
          counters.lspMessages.increment();
          opened.receive(message);
        });
    socket.resume();
  }

  private void end() {
    counters.lspConnections.decrementAndGet();
    session.thenAcceptAsync(LspSession::close, LspSocket::start);
  }
}

package dev.gloss.server.web;

import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// Bridges one WebSocket to one language-server session: a text message is a JSON-RPC message.
final class LspSocket {
  private static final ThreadFactory THREADS = Thread.ofVirtual().name("lsp-socket-", 0).factory();

  private final ServerWebSocket socket;

  /// One thread a session keeps the messages in order and off the event loop, which must not wait
  /// for the parsing of a large document.
  private final ExecutorService inbox = Executors.newSingleThreadExecutor(THREADS);

  /// Belongs to the inbox's thread.
  private @Nullable LspSession session;

  private LspSocket(ServerWebSocket socket) {
    this.socket = socket;
  }

  /// Opens a session for the socket; it lives as long as the socket.
  static void connect(ServerWebSocket socket, LspSessions sessions, WebCounters counters) {
    LspSocket self = new LspSocket(socket);
    counters.lspConnections.incrementAndGet();
    self.inbox.execute(
        () -> self.session = sessions.open(message -> SocketWriter.write(socket, message)));
    socket.textMessageHandler(
        message -> {
          counters.lspMessages.increment();
          self.take(message);
        });
    socket.closeHandler(
        closed -> {
          counters.lspConnections.decrementAndGet();
          self.inbox.execute(self::end);
          self.inbox.shutdown();
        });
  }

  private void take(String message) {
    try {
      inbox.execute(() -> receive(message));
    } catch (RejectedExecutionException e) {
      // It closes: what still comes in has no reader.
      socket.close();
    }
  }

  private void receive(String message) {
    if (session == null) {
      socket.close();
    } else {
      session.receive(message);
    }
  }

  private void end() {
    if (session != null) {
      session.close();
    }
  }
}

package dev.gloss.server.web;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.lsp.LspConnection;
import dev.gloss.server.lsp.LspServices;
import dev.gloss.server.lsp.Panel;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The web side and the language server, joined as `gloss serve` joins them, over a model that the
/// test brings.
final class Playground implements AutoCloseable {
  final TraceHub hub = new TraceHub();
  final CompletableFuture<Assistant.Model> model = new CompletableFuture<>();
  final WebServer server;

  Playground() throws IOException {
    StatusBoard board = new StatusBoard();
    Assistant assistant = new Assistant(model, hub, board);
    LspServices services = new LspServices(assistant, hub, board, Panel.NONE, "0.0.0");
    WebSources sources =
        new WebSources(
            out -> session(services, out),
            hub,
            board,
            () -> Optional.ofNullable(model.getNow(null)).map(Assistant.Model::engine),
            assistant::cancel);
    server = WebServer.start(WebOptions.loopback(0), sources);
  }

  private static LspSession session(LspServices services, Consumer<String> out) {
    LspConnection connection = new LspConnection(services, out);
    return new LspSession() {
      @Override
      public void receive(String message) {
        connection.consume(message);
      }

      @Override
      public void close() {
        connection.close();
      }
    };
  }

  @Override
  public void close() {
    server.close();
  }
}

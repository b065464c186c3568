package dev.gloss.server.cli;

import dev.gloss.inference.Engine;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.Role;
import dev.gloss.server.config.AcceptanceFile;
import dev.gloss.server.config.UserFolders;
import dev.gloss.server.lsp.LspConnection;
import dev.gloss.server.lsp.LspServices;
import dev.gloss.server.lsp.Panel;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.web.LspSession;
import dev.gloss.server.web.WebOptions;
import dev.gloss.server.web.WebServer;
import dev.gloss.server.web.WebSources;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One process's server: models that load in the background, the features over them, and the web
/// side once somebody wants it.
///
/// Safe for use by many threads.
final class GlossServer implements AutoCloseable {
  private final TraceHub hub = new TraceHub();
  private final StatusBoard board = new StatusBoard();
  private final Assistant assistant = new Assistant(hub, board);
  private final ServedModels models;
  private final LspServices services;
  private @Nullable WebServer web;

  private GlossServer(ServerOptions options) {
    models =
        new ServedModels(
            assistant, board, options.opener(), options.catalogue(), options.memoryBytes());
    services =
        new LspServices(
            assistant,
            hub,
            board,
            new LazyPanel(),
            Version.current(),
            models,
            options.settings(),
            UserFolders.ofThisProcess().cache());
  }

  /// Begins to load the models and returns at once.
  static GlossServer start(ServerOptions options) {
    GlossServer server = new GlossServer(options);
    AcceptanceFile acceptance = new AcceptanceFile(UserFolders.ofThisProcess().config());
    server.assistant.acceptance().remember(acceptance.read(), acceptance::write);
    server.models.start(options::completionPath, options::explainPath);
    return server;
  }

  /// What the language server's connections share.
  LspServices services() {
    return services;
  }

  /// Serves the web side there, once: later calls return what is served already.
  ///
  /// @throws IOException if the port cannot be had
  synchronized WebServer web(WebOptions options) throws IOException {
    if (web == null) {
      web =
          WebServer.start(
              options, new WebSources(this::session, hub, board, this::engine, assistant::cancel));
    }
    return web;
  }

  private Optional<Engine> engine() {
    return assistant
        .model(Role.COMPLETION)
        .or(() -> assistant.model(Role.EXPLANATION))
        .map(Assistant.Model::engine);
  }

  private LspSession session(Consumer<String> out) {
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
  public synchronized void close() {
    if (web != null) {
      web.close();
      web = null;
    }
    models.close();
  }

  /// The panel, served on a free port from when it is first asked for.
  private final class LazyPanel implements Panel {
    @Override
    public Optional<URI> url() {
      synchronized (GlossServer.this) {
        return Optional.ofNullable(web).map(WebServer::panelUrl).map(URI::create);
      }
    }

    @Override
    public URI open() throws IOException {
      return URI.create(web(WebOptions.loopback(0)).panelUrl());
    }
  }
}

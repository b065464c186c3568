package dev.gloss.server.cli;

import dev.gloss.inference.Engine;
import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.Completer;
import dev.gloss.server.lsp.LspConnection;
import dev.gloss.server.lsp.LspServices;
import dev.gloss.server.lsp.Panel;
import dev.gloss.server.trace.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.web.LspSession;
import dev.gloss.server.web.WebOptions;
import dev.gloss.server.web.WebServer;
import dev.gloss.server.web.WebSources;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One process's server: a model that loads in the background, the features over it, and the web
/// side once somebody wants it.
///
/// Safe for use by many threads.
final class GlossServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GlossServer.class.getName());

  private final TraceHub hub = new TraceHub();
  private final StatusBoard board = new StatusBoard();
  private final CompletableFuture<OpenModel> model = new CompletableFuture<>();
  private final Assistant assistant =
      new Assistant(model.thenApply(OpenModel::forAssistant), hub, board);
  private final LspServices services =
      new LspServices(assistant, hub, board, new LazyPanel(), Version.current());
  private @Nullable WebServer web;

  private GlossServer() {}

  /// Begins to load the model and returns at once.
  ///
  /// @param opener opens the model; called on another thread
  static GlossServer start(Supplier<OpenModel> opener) {
    GlossServer server = new GlossServer();
    server.board.loading("loading the model");
    Thread.ofPlatform().daemon().name("gloss-load").start(() -> server.load(opener));
    return server;
  }

  private void load(Supplier<OpenModel> opener) {
    try {
      model.complete(opener.get());
    } catch (RuntimeException | Error e) {
      // Whoever waits for the model is told; editing goes on without it.
      model.completeExceptionally(e);
      return;
    }
    warmUp(model.join().engine());
  }

  /// Less urgent than everything else: whoever asks meanwhile goes first.
  private void warmUp(LocalEngine engine) {
    try {
      engine.warmUp().join();
      Completer.warmUp(engine);
    } catch (RuntimeException e) {
      // Also when the server ends meanwhile. What is wrong will be told to whoever asks.
      LOG.log(Level.DEBUG, "the model was not warmed up", e);
    }
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
    return model.isDone() && !model.isCompletedExceptionally()
        ? Optional.of(model.join().engine())
        : Optional.empty();
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
    // A model that is still being loaded is given up with the process.
    assistant.close();
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

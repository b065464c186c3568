package dev.gloss.server.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The running web side: `/` playground, `/panel` the panel alone, `/lsp` and `/trace` WebSockets,
/// `/metrics`.
///
/// Safe for use by many threads. Its own threads are daemons: whoever starts it decides how long
/// the process lives.
public final class WebServer implements AutoCloseable {
  /// A `didOpen` carries a whole document. Frames are limited too, and by default far below.
  private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  private static final int STOP_SECONDS = 5;

  private final Vertx vertx;
  private final HttpServer server;
  private final WebOptions options;
  private final AtomicBoolean closed = new AtomicBoolean();

  private WebServer(Vertx vertx, HttpServer server, WebOptions options) {
    this.vertx = vertx;
    this.server = server;
    this.options = options;
  }

  /// Starts to listen; returns when requests are answered.
  ///
  /// @param options where to listen
  /// @param sources what the pages show and speak to
  /// @throws IOException if the port cannot be had; the message says which and what to do
  public static WebServer start(WebOptions options, WebSources sources) throws IOException {
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(1)
                    .setWorkerPoolSize(4)
                    .setUseDaemonThread(true)
                    .setFileSystemOptions(
                        new FileSystemOptions()
                            .setClassPathResolvingEnabled(false)
                            .setFileCachingEnabled(false)))
            .build();
    HttpServerOptions http =
        new HttpServerOptions()
            .setHost(options.host())
            .setPort(options.port())
            // HTTP/1.1 alone: WebSockets need nothing else, and `Host` is always a header.
            .setHttp2ClearTextEnabled(false)
            .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
            .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES);
    try {
      HttpServer server =
          await(
              vertx
                  .createHttpServer(http)
                  .requestHandler(router(vertx, options, sources))
                  .listen());
      return new WebServer(vertx, server, options);
    } catch (IOException e) {
      vertx.close();
      throw new IOException(
          "cannot listen on %s port %d (%s): choose another port, or 0 for a free one"
              .formatted(options.host(), options.port(), e.getMessage()),
          e);
    }
  }

  /// The port that is listened on.
  public int port() {
    return server.actualPort();
  }

  /// The address of the page, with the token that opens it.
  public String url() {
    return address("/");
  }

  /// The address of the panel alone, with the token that opens it.
  public String panelUrl() {
    return address("/panel");
  }

  /// Closes every connection and stops listening; a no-op when that was done.
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      // The connections first: what they run by the clock must end before the threads do.
      await(server.close());
      await(vertx.close());
    } catch (IOException e) {
      System.getLogger(WebServer.class.getName())
          .log(System.Logger.Level.WARNING, "The web side did not close cleanly", e);
    }
  }

  private String address(String path) {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return "http://%s:%d%s?token=%s".formatted(host, port(), path, options.token());
  }

  private static Router router(Vertx vertx, WebOptions options, WebSources sources) {
    WebCounters counters = new WebCounters();
    StaticFiles files = new StaticFiles(vertx);
    Router router = Router.router(vertx);
    router.route().handler(context -> count(context, counters));
    router.route().handler(Replies::secure);
    router.route().handler(new AccessGuard(options, counters));
    get(router, "/").handler(context -> page(context, files));
    get(router, "/panel").handler(context -> files.own(context, "panel.html"));
    get(router, "/app/*").handler(context -> files.own(context, below(context, "/app/")));
    get(router, "/lib/*").handler(context -> files.library(context, below(context, "/lib/")));
    get(router, "/metrics").handler(context -> metrics(context, counters));
    webSocket(router, "/lsp", socket -> LspSocket.connect(socket, sources.lsp(), counters));
    String server = UUID.randomUUID().toString();
    webSocket(
        router, "/trace", socket -> TraceSocket.connect(vertx, socket, server, sources, counters));
    for (int status : new int[] {404, 405}) {
      router.errorHandler(status, StaticFiles::notFound);
    }
    router.errorHandler(400, context -> Replies.text(context, 400, "Bad request."));
    router.errorHandler(500, context -> Replies.text(context, 500, "Internal error."));
    return router;
  }

  private static Route get(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private static void page(RoutingContext context, StaticFiles files) {
    boolean panel = "panel".equals(context.request().getParam("view"));
    files.own(context, panel ? "panel.html" : "index.html");
  }

  private static void webSocket(Router router, String path, Consumer<ServerWebSocket> handler) {
    router
        .get(path)
        .handler(
            context -> {
              if (!context.request().canUpgradeToWebSocket()) {
                Replies.text(context, 426, "This address speaks WebSocket only.");
                return;
              }
              context.request().toWebSocket().onSuccess(handler::accept);
            });
  }

  private static void metrics(RoutingContext context, WebCounters counters) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .end(counters.text());
  }

  private static void count(RoutingContext context, WebCounters counters) {
    context.addEndHandler(ended -> counters.response(context.response().getStatusCode()));
    context.next();
  }

  private static String below(RoutingContext context, String prefix) {
    String path = context.request().path();
    return path != null && path.startsWith(prefix) ? path.substring(prefix.length()) : "";
  }

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + STOP_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}

package dev.gloss.server.lsp;

import com.google.gson.JsonParser;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.CompletionDesk;
import dev.gloss.server.assist.LatestWins;
import dev.gloss.server.config.Settings;
import dev.gloss.server.trace.StatusBoard;
import dev.gloss.server.trace.Subscription;
import dev.gloss.server.trace.TraceEvent;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.trace.TraceJson;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import dev.gloss.server.workspace.PromptAdmission;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.jspecify.annotations.Nullable;

/// What is known in one conversation: the editor, its documents, its settings, and what is under
/// way for it.
///
/// Written by the connection's reading thread, read by any.
final class Session implements AutoCloseable {
  /// Messages that may wait for the editor before the trace holds back.
  private static final int OUTBOX_ROOM_FOR_TRACE = 256;

  private final LspServices services;
  private final SerialQueue outbox;
  private final Documents documents = new Documents();
  private final LatestWins latest = new LatestWins();
  private final CompletionDesk desk = new CompletionDesk();
  private final PromptAdmission admission = new PromptAdmission();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<Cancellation> underWay = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final CompletableFuture<Long> clientProcess = new CompletableFuture<>();

  private volatile @Nullable GlossClient client;
  private volatile ClientProfile profile = ClientProfile.UNKNOWN;
  private volatile Settings settings = Settings.DEFAULTS;
  private volatile List<Path> roots = List.of();
  private StatusBoard.@Nullable Listening status;
  private @Nullable Subscription trace;

  Session(LspServices services, SerialQueue outbox) {
    this.services = services;
    this.outbox = outbox;
  }

  void connect(GlossClient client) {
    this.client = client;
  }

  Assistant assistant() {
    return services.assistant();
  }

  LspServices services() {
    return services;
  }

  Documents documents() {
    return documents;
  }

  LatestWins latest() {
    return latest;
  }

  CompletionDesk desk() {
    return desk;
  }

  CompletableFuture<Integer> exit() {
    return exit;
  }

  CompletableFuture<Long> clientProcess() {
    return clientProcess;
  }

  GlossClient client() {
    GlossClient connected = client;
    if (connected == null) {
      throw new IllegalStateException("not connected");
    }
    return connected;
  }

  ClientProfile profile() {
    return profile;
  }

  void profile(ClientProfile profile) {
    this.profile = profile;
  }

  Settings settings() {
    return settings;
  }

  /// New settings hold from the next request on.
  synchronized void settings(Settings settings) {
    this.settings = settings;
    tellTrace();
  }

  List<Path> roots() {
    return roots;
  }

  void roots(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /// The editor is ready to be told things: the state, now and when it changes, and the trace if it
  /// asked for that.
  synchronized void initialized() {
    if (status == null) {
      status =
          services
              .status()
              .listen(now -> client().status(JsonParser.parseString(TraceJson.write(now))));
    }
    tellTrace();
  }

  private void tellTrace() {
    if (settings.trace() && trace == null && status != null) {
      trace = services.trace().subscribe(false, TraceHub.READER_CAPACITY, this::send);
    } else if (!settings.trace() && trace != null) {
      trace.close();
      trace = null;
    }
  }

  /// Runs a request's work on a thread of its own. Cancelling the future, as LSP4J does for
  /// `$/cancelRequest`, takes the work back.
  <T extends @Nullable Object> CompletableFuture<T> run(
      String name, Cancellation cancellation, Function<Cancellation, T> work) {
    CompletableFuture<T> reply = new CompletableFuture<>();
    underWay.add(cancellation);
    reply.whenComplete(
        (result, failure) -> {
          underWay.remove(cancellation);
          if (reply.isCancelled()) {
            cancellation.cancel(TraceFinish.CANCELLED);
          }
        });
    Thread.ofVirtual()
        .name("gloss-" + name)
        .start(
            () -> {
              try {
                reply.complete(work.apply(cancellation));
              } catch (RuntimeException | Error e) {
                reply.completeExceptionally(e);
              }
            });
    return reply;
  }

  /// Whether the document may enter a prompt; if not, the editor's log says so, once.
  boolean admits(Document document) {
    Optional<String> refusal =
        admission.refusal(document.uri(), roots, settings.privacy().gitignore());
    refusal.ifPresent(
        reason -> {
          if (refused.add(document.uri())) {
            log(MessageType.Info, "Gloss leaves " + document.uri() + " alone: " + reason);
          }
        });
    return refusal.isEmpty();
  }

  /// Writes a line into the editor's log.
  void log(MessageType type, String text) {
    client().logMessage(new MessageParams(type, text));
  }

  /// Takes back all that is under way for this editor.
  void cancelAll() {
    latest.cancelAll();
    underWay.forEach(cancellation -> cancellation.cancel(TraceFinish.CANCELLED));
  }

  @Override
  public synchronized void close() {
    cancelAll();
    if (status != null) {
      status.close();
    }
    if (trace != null) {
      trace.close();
    }
  }

  /// On the trace's own thread: when the editor does not read, events are dropped there, not kept.
  private void send(TraceEvent event) {
    try {
      outbox.awaitAtMost(OUTBOX_ROOM_FOR_TRACE);
      client().trace(JsonParser.parseString(TraceJson.write(event)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

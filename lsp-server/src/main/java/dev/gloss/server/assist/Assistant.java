package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.inference.ModelInfo;
import dev.gloss.prompts.completion.JavaSyntax;
import dev.gloss.prompts.fim.FimLayout;
import dev.gloss.server.trace.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// All features over one model, shared by all editors of this process. The model may still be being
/// loaded; until it is there, nothing is offered.
///
/// Safe for use by many threads.
public final class Assistant {
  private final TraceHub hub;
  private final StatusBoard board;
  private final RunningRequests running = new RunningRequests();
  private final CompletableFuture<Void> loaded;
  private volatile @Nullable Completer completer;
  private volatile @Nullable Explainer explainer;

  /// A model that is ready to be asked.
  ///
  /// @param engine runs it; who opened it closes it
  /// @param dialogue its chat template; null where it has none
  public record Model(Engine engine, @Nullable Dialogue dialogue) {}

  /// Offers the features as soon as the model is there, and tells the board.
  public Assistant(CompletableFuture<? extends Model> model, TraceHub hub, StatusBoard board) {
    this.hub = hub;
    this.board = board;
    this.loaded = model.thenAccept(this::open);
    this.loaded.whenComplete(this::report);
  }

  /// Completes when the model is there, exceptionally when it cannot be used.
  public CompletableFuture<Void> loaded() {
    return loaded.copy();
  }

  /// Text at the cursor; empty until the model is there, and with one that cannot fill in the
  /// middle.
  public Optional<Completer> completer() {
    return Optional.ofNullable(completer);
  }

  /// Explanations; empty until the model is there, and with one that has no chat template.
  public Optional<Explainer> explainer() {
    return Optional.ofNullable(explainer);
  }

  /// Takes a request back.
  ///
  /// @param request its name in the trace
  /// @return whether it was under way
  public boolean cancel(String request) {
    return running.cancel(request);
  }

  private void open(Model model) {
    Engine engine = model.engine();
    Dialogue dialogue = model.dialogue();
    if (FimLayout.isSupported(engine.tokenizer())) {
      completer = new Completer(engine, hub, board, running);
    }
    if (dialogue != null) {
      explainer = new Explainer(engine, dialogue, hub, board, running);
    }
    if (JavaSyntax.isAvailable()) {
      Thread.ofVirtual().name("gloss-warm-up").start(() -> new JavaSyntax().warmUp());
    }
    ModelInfo info = engine.model();
    board.ready(info.name(), info.backend());
  }

  /// Why the model cannot be used, in the words of whoever tried to load it.
  ///
  /// @param failure what [#loaded()] completed with
  public static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private void report(@Nullable Void nothing, @Nullable Throwable failure) {
    if (failure != null) {
      board.failed(null, reason(failure));
    }
  }
}

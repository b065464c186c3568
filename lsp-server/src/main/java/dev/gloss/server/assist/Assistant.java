package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.prompts.completion.JavaSyntax;
import dev.gloss.server.config.Measurement;
import dev.gloss.server.status.GlossStatus;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All features, shared by all editors of this process, over a model for each [Role] or one for
/// both. Until a role has its model, its feature is not offered.
///
/// A role may get another model at any time: the new one serves from the next request on, and the
/// engine of the one before is closed when no role and no request needs it any more. So whoever
/// hands a model over closes it no longer.
///
/// Safe for use by many threads.
public final class Assistant implements AutoCloseable {
  private final StatusBoard board;
  private final RunningRequests running = new RunningRequests();
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final Arrivals arrivals = new Arrivals();
  private final AtomicBoolean syntaxIsWarm = new AtomicBoolean();
  private final Serving<CompletionModel> completing = new Serving<>();
  private final Serving<ExplanationModel> explaining = new Serving<>();
  private final Acceptance acceptance;
  private final Completer completer;
  private final Explainer explainer;
  private boolean over;

  /// A model that is ready to be asked.
  ///
  /// @param engine runs it
  /// @param dialogue its chat template; null where it has none, so that it cannot explain
  /// @param measured what was measured of it
  public record Model(Engine engine, @Nullable Dialogue dialogue, Measurement measured) {

    /// A model of which nobody measured anything.
    public Model(Engine engine, @Nullable Dialogue dialogue) {
      this(engine, dialogue, Measurement.NONE);
    }
  }

  /// Offers nothing yet.
  public Assistant(TraceHub hub, StatusBoard board) {
    this.board = board;
    acceptance = new Acceptance((all, quoting) -> board.kept(kept(all, quoting)));
    completer = Completer.hurried(completing, hub, board, running, acceptance);
    explainer = new Explainer(explaining, hub, board, running);
  }

  private static GlossStatus.Kept kept(Acceptance.Tally all, Acceptance.Tally quoting) {
    GlossStatus.Kept those =
        quoting.shown() == 0 ? null : new GlossStatus.Kept(quoting.shown(), quoting.kept(), null);
    return new GlossStatus.Kept(all.shown(), all.kept(), those);
  }

  /// Gives both roles to a model as soon as it is there.
  public Assistant(CompletableFuture<? extends Model> model, TraceHub hub, StatusBoard board) {
    this(hub, board);
    model.whenComplete(
        (opened, failure) -> {
          if (failure == null) {
            var unused = use(EnumSet.allOf(Role.class), opened);
            settled();
          } else {
            failed(failure);
          }
        });
  }

  /// Gives roles to an open model. To explain it needs a dialogue: without one nobody has that role
  /// afterwards.
  ///
  /// @param model may have a role already; its engine is closed here when it has lost all
  /// @param roles at least one
  /// @return completes when the engines that lost their last role by this are closed
  public synchronized CompletableFuture<Void> use(Set<Role> roles, Model model) {
    Set<HeldEngine> before = engines();
    HeldEngine engine =
        before.stream()
            .filter(held -> held.holds(model.engine()))
            .findFirst()
            .orElseGet(() -> new HeldEngine(model.engine()));
    if (over) {
      engine.hold();
      engine.letGo();
      return engine.closed();
    }
    for (Role role : roles) {
      give(role, model, engine);
    }
    report();
    loaded.complete(null);
    warmSyntax();
    return closed(before);
  }

  /// Takes roles away, so that memory gets free for other models. Their features are not offered
  /// meanwhile.
  ///
  /// @return completes when the engines that lost their last role by this are closed
  public synchronized CompletableFuture<Void> unload(Set<Role> roles) {
    Set<HeldEngine> before = engines();
    for (Role role : roles) {
      switch (role) {
        case COMPLETION -> {
          completer.stopReadingAhead();
          completing.take();
        }
        case EXPLANATION -> explaining.take();
      }
      arrivals.left(role);
    }
    report();
    return closed(before);
  }

  /// The first model could not be opened: nothing can be offered for now.
  public synchronized void failed(Throwable failure) {
    board.failed(null, reason(failure));
    arrivals.noMore(failure);
    loaded.completeExceptionally(failure);
  }

  /// The model that has a role.
  public synchronized Optional<Model> model(Role role) {
    return switch (role) {
      case COMPLETION -> completing.look().map(loan -> loan.model().model());
      case EXPLANATION -> explaining.look().map(loan -> loan.model().model());
    };
  }

  /// Completes when a model has the role, exceptionally when none is on its way. Cancelling it is
  /// of no consequence.
  public synchronized CompletableFuture<Void> ready(Role role) {
    return arrivals.ready(role);
  }

  /// No other model is on its way: whoever waits for one waits no longer.
  public synchronized void settled() {
    arrivals.noMore(new AssistException("no model for this is loaded"));
  }

  /// Completes when the first model is there, exceptionally when it cannot be used.
  public CompletableFuture<Void> loaded() {
    return loaded.copy();
  }

  /// Text at the cursor; empty while no model has that role.
  public Optional<Completer> completer() {
    return completing.look().map(_ -> completer);
  }

  /// What becomes of the texts that are shown.
  public Acceptance acceptance() {
    return acceptance;
  }

  /// Explanations; empty while no model has that role.
  public Optional<Explainer> explainer() {
    return explaining.look().map(_ -> explainer);
  }

  /// Takes a request back.
  ///
  /// @param request its name in the trace
  /// @return whether it was under way
  public boolean cancel(String request) {
    return running.cancel(request);
  }

  /// Takes back what is under way and waits until the engines are closed. A model that comes later
  /// is closed at once.
  @Override
  public void close() {
    synchronized (this) {
      over = true;
    }
    running.cancelAll();
    unload(EnumSet.allOf(Role.class)).join();
  }

  private void give(Role role, Model model, HeldEngine engine) {
    switch (role) {
      case COMPLETION -> {
        completer.stopReadingAhead();
        completing.give(new CompletionModel(model), engine);
        arrivals.arrived(role);
      }
      case EXPLANATION -> {
        Dialogue dialogue = model.dialogue();
        if (dialogue == null) {
          explaining.take();
          arrivals.left(role);
        } else {
          explaining.give(new ExplanationModel(model, dialogue), engine);
          arrivals.arrived(role);
        }
      }
    }
  }

  private Set<HeldEngine> engines() {
    return Stream.of(completing, explaining)
        .flatMap(role -> role.look().stream())
        .map(Serving.Loan::engine)
        .collect(Collectors.toSet());
  }

  private CompletableFuture<Void> closed(Set<HeldEngine> before) {
    Set<HeldEngine> now = engines();
    return CompletableFuture.allOf(
        before.stream()
            .filter(engine -> !now.contains(engine))
            .map(HeldEngine::closed)
            .toArray(CompletableFuture[]::new));
  }

  private void report() {
    Optional<Model> first = model(Role.COMPLETION).or(() -> model(Role.EXPLANATION));
    if (first.isEmpty()) {
      board.loading("no model is loaded");
      return;
    }
    String name = first.get().engine().model().name();
    String explains =
        model(Role.EXPLANATION).map(model -> model.engine().model().name()).orElse(name);
    board.ready(
        name, explains.equals(name) ? null : explains, first.get().engine().model().backend());
  }

  private void warmSyntax() {
    if (JavaSyntax.isAvailable() && syntaxIsWarm.compareAndSet(false, true)) {
      Thread.ofVirtual().name("gloss-warm-up").start(() -> new JavaSyntax().warmUp());
    }
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
}

package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Speculation;
import dev.gloss.prompts.completion.CompletionReading;
import dev.gloss.prompts.completion.CompletionSite;
import dev.gloss.prompts.completion.Syntax;
import dev.gloss.prompts.gate.Features;
import dev.gloss.server.config.Settings;
import dev.gloss.server.context.CursorText;
import dev.gloss.server.context.DocumentReading;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.Feature;
import dev.gloss.server.trace.RequestTrace;
import dev.gloss.server.trace.TraceCost;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Says what may be shown at a cursor, or why nothing is.
///
/// Safe for use by many threads. [#complete] waits for the engine, so it is for virtual threads.
public final class Completer {
  private static final int ALTERNATIVES_SHOWN = 4;

  /// Whoever types is shown by then what is there: the first line, and others as far as they are
  /// finished.
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private final Serving<CompletionModel> serving;
  private final TraceHub hub;
  private final StatusBoard board;
  private final RunningRequests running;
  private final Acceptance acceptance;
  private final CompletionWriter.Manner manner;
  private final boolean hurried;
  private final @Nullable ReadAhead ahead;

  /// A completer that asks this engine, and leaves it open.
  public Completer(Engine engine, TraceHub hub, StatusBoard board) {
    this(lent(engine), hub, board, new RunningRequests(), Acceptance.unheard());
  }

  /// A completer that asks this model, and leaves its engine open.
  public Completer(Assistant.Model model, TraceHub hub, StatusBoard board) {
    this(
        new Serving<>(HeldEngine.lent(model.engine()), new CompletionModel(model)),
        hub,
        board,
        new RunningRequests(),
        Acceptance.unheard());
  }

  /// A completer that asks whoever has the role.
  Completer(
      Serving<CompletionModel> serving,
      TraceHub hub,
      StatusBoard board,
      RunningRequests running,
      Acceptance acceptance) {
    this(
        serving,
        hub,
        board,
        running,
        acceptance,
        new CompletionWriter.Manner(Priority.COMPLETION, Speculation.AUTO),
        false,
        null);
  }

  /// A completer for people who type, who are not let wait until all of a prompt is read.
  static Completer hurried(
      Serving<CompletionModel> serving,
      TraceHub hub,
      StatusBoard board,
      RunningRequests running,
      Acceptance acceptance) {
    return hurried(serving, hub, board, running, acceptance, PATIENCE);
  }

  /// @param patience how long somebody who types waits for more than the lines that are finished
  static Completer hurried(
      Serving<CompletionModel> serving,
      TraceHub hub,
      StatusBoard board,
      RunningRequests running,
      Acceptance acceptance,
      Duration patience) {
    return new Completer(
        serving,
        hub,
        board,
        running,
        acceptance,
        new CompletionWriter.Manner(Priority.COMPLETION, Speculation.AUTO, patience),
        true,
        new ReadAhead(serving));
  }

  /// What is being read for later is of no use any more.
  void stopReadingAhead() {
    if (ahead != null) {
      ahead.stop();
    }
  }

  /// @param hurried for people who type: no more of a document is read at once than takes a moment
  /// @param ahead reads the rest of it later, if somebody does
  private Completer(
      Serving<CompletionModel> serving,
      TraceHub hub,
      StatusBoard board,
      RunningRequests running,
      Acceptance acceptance,
      CompletionWriter.Manner manner,
      boolean hurried,
      @Nullable ReadAhead ahead) {
    this.hurried = hurried;
    this.ahead = ahead;
    this.serving = serving;
    this.hub = hub;
    this.board = board;
    this.running = running;
    this.acceptance = acceptance;
    this.manner = manner;
  }

  /// A completer that asks this engine in the background and shows nobody what it does.
  static Completer inBackground(Engine engine, Speculation speculation) {
    return new Completer(
        lent(engine),
        new TraceHub(),
        new StatusBoard(),
        new RunningRequests(),
        Acceptance.unheard(),
        new CompletionWriter.Manner(Priority.BACKGROUND, speculation),
        false,
        null);
  }

  private static Serving<CompletionModel> lent(Engine engine) {
    CompletionModel model = new CompletionModel(new Assistant.Model(engine, null));
    return new Serving<>(HeldEngine.lent(engine), model);
  }

  /// What a model writes at a place and what is seen of it.
  ///
  /// @param completion all that it wrote, and whether somebody who only types would be shown it
  /// @param features of its first line, of its first two lines, and so on
  public record Study(Completion completion, List<Features> features) {

    /// Copies the list.
    public Study {
      features = List.copyOf(features);
    }
  }

  /// The text for a place. Where somebody who only types is to be left alone, the model is not
  /// asked.
  ///
  /// @param query where
  /// @param settings how much, where, and how sure it must be that it is kept
  /// @param cancellation takes the request back
  /// @throws AssistException if the engine could not serve it
  public Completion complete(
      CompletionQuery query, Settings.Completion settings, Cancellation cancellation) {
    return complete(query, settings, cancellation, _ -> {});
  }

  /// The same, for somebody who follows what is being written.
  ///
  /// @param soFar is told what was written, each time it has grown; must be quick
  public Completion complete(
      CompletionQuery query,
      Settings.Completion settings,
      Cancellation cancellation,
      Consumer<String> soFar) {
    return write(query, settings, !query.explicit(), false, cancellation, soFar).completion();
  }

  /// What the model writes at a place whatever the place, and whether somebody who only types would
  /// be shown it. For measuring.
  ///
  /// @param query where
  /// @param settings how much, where, and how sure it must be that it is kept
  /// @param cancellation takes the request back
  /// @throws AssistException if the engine could not serve it
  public Study predict(
      CompletionQuery query, Settings.Completion settings, Cancellation cancellation) {
    return write(query, settings, true, true, cancellation, _ -> {});
  }

  /// What the document of a place says about it.
  static CompletionReading reading(CompletionQuery query, CursorText cursor) {
    return new CompletionReading(
        new CompletionSite(cursor.before(), cursor.after()),
        Syntax.of(query.languageId()),
        DocumentReading.before(query.document(), query.cursor()));
  }

  private static Study nothing(String request, Silence silence) {
    return new Study(Completion.nothing(request, silence), List.of());
  }

  /// How texts for a place could begin, the most probable first; empty where the model cannot be
  /// asked. Nobody is shown that it was.
  ///
  /// @throws AssistException if the engine could not serve it
  List<Beginnings.Beginning> beginnings(
      CompletionQuery query, Settings.Completion settings, Cancellation cancellation) {
    Serving.Loan<CompletionModel> loan = serving.borrow().orElse(null);
    if (loan == null) {
      return List.of();
    }
    try (loan) {
      Beginnings engine = new Beginnings(loan.model().engine());
      Serving<CompletionModel> through =
          new Serving<>(HeldEngine.lent(engine), loan.model().through(engine));
      Completer unseen =
          new Completer(
              through,
              new TraceHub(),
              new StatusBoard(),
              new RunningRequests(),
              Acceptance.unheard(),
              new CompletionWriter.Manner(manner.priority(), Speculation.OFF),
              hurried,
              null);
      var unused = unseen.write(query, settings, false, true, cancellation, _ -> {});
      return engine.found();
    }
  }

  /// @param automatic judged as for somebody who only types
  /// @param everywhere the model is asked whatever the place, and all that it writes is wanted
  private Study write(
      CompletionQuery query,
      Settings.Completion settings,
      boolean automatic,
      boolean everywhere,
      Cancellation cancellation,
      Consumer<String> soFar) {
    if (cancellation.isCancelled()) {
      return nothing("", Silence.CANCELLED);
    }
    Serving.Loan<CompletionModel> loan = serving.borrow().orElse(null);
    if (loan == null) {
      return nothing("", Silence.NO_MODEL);
    }
    RequestTrace trace =
        hub.begin(
            Feature.COMPLETE, query.uri(), TracePlaces.at(query.document(), query.cursor()), null);
    board.workStarted();
    running.enter(trace.request(), cancellation);
    try (loan) {
      CursorText cursor = CursorText.of(query.document(), query.cursor());
      CompletionReading reading = reading(query, cursor);
      Optional<Silence> silence =
          automatic ? Silence.at(reading.place(), settings.inComments()) : Optional.empty();
      if (silence.isPresent() && !everywhere) {
        trace.end(TraceFinish.REJECTED, silence.get().sentence(), TraceCost.NONE);
        return nothing(trace.request(), silence.get());
      }
      CompletionWriter.Wish wish =
          new CompletionWriter.Wish(
              settings,
              query.explicit(),
              automatic,
              everywhere,
              hurried,
              acceptance.shift(),
              hub.isWatched() ? ALTERNATIVES_SHOWN : 0);
      CompletionWriter writer =
          new CompletionWriter(loan.model(), query, reading, cursor, wish, manner, soFar, trace);
      Completion written = writer.run(cancellation);
      if (ahead != null) {
        ahead.begin(loan.model(), writer::unread);
      }
      return new Study(written.unless(silence), writer.features());
    } catch (RuntimeException | Error e) {
      trace.error(String.valueOf(e.getMessage()));
      throw e;
    } finally {
      running.leave(trace.request());
      board.workEnded();
    }
  }
}

package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Speculation;
import dev.gloss.prompts.completion.CompletionMode;
import dev.gloss.prompts.completion.CompletionSite;
import dev.gloss.prompts.completion.CompletionTrimmer;
import dev.gloss.prompts.completion.ConfidenceGate;
import dev.gloss.prompts.completion.StopCondition;
import dev.gloss.prompts.completion.Syntax;
import dev.gloss.prompts.fim.FimLayout;
import dev.gloss.prompts.packing.Window;
import dev.gloss.server.config.Settings;
import dev.gloss.server.context.CursorText;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.Feature;
import dev.gloss.server.trace.RequestTrace;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Writes what may stand at the cursor: packs the document, asks the engine, stops when a line or a
/// block is complete, trims, and holds back what the model does not believe in or what does not
/// parse.
///
/// Safe for use by many threads. [#complete] waits for the engine, so it is for virtual threads.
public final class Completer {
  private static final int ALTERNATIVES_SHOWN = 4;
  private static final List<Speculation> WARM_UP_ROUNDS =
      List.of(Speculation.OFF, Speculation.MTP, Speculation.MTP, Speculation.OFF);

  private static final int WARM_UP_METHODS = 60;
  private static final int WARM_UP_PROMPT_TOKENS = 128;

  /// A model that takes longer for a short prompt and a few tokens is warm by then.
  private static final long WARM_UP_ROUND_NANOS = 500_000_000;

  private final Serving<CompletionModel> serving;
  private final TraceHub hub;
  private final StatusBoard board;
  private final RunningRequests running;
  private final Manner manner;

  /// How the engine is asked.
  private record Manner(Priority priority, Speculation speculation) {
    static final Manner USUAL = new Manner(Priority.COMPLETION, Speculation.AUTO);
  }

  /// A completer that asks this engine, and leaves it open.
  public Completer(Engine engine, TraceHub hub, StatusBoard board) {
    this(lent(engine), hub, board, new RunningRequests(), Manner.USUAL);
  }

  /// A completer that asks whoever has the role.
  Completer(
      Serving<CompletionModel> serving, TraceHub hub, StatusBoard board, RunningRequests running) {
    this(serving, hub, board, running, Manner.USUAL);
  }

  private Completer(
      Serving<CompletionModel> serving,
      TraceHub hub,
      StatusBoard board,
      RunningRequests running,
      Manner manner) {
    this.serving = serving;
    this.hub = hub;
    this.board = board;
    this.running = running;
    this.manner = manner;
  }

  private static Serving<CompletionModel> lent(Engine engine) {
    CompletionModel model = new CompletionModel(new Assistant.Model(engine, null));
    return new Serving<>(HeldEngine.lent(engine), model);
  }

  /// Completes a few times in a sample for nobody, less urgent than everything else, so that the
  /// virtual machine compiles what the first completion of somebody will need, and the engine
  /// learns whether drafting pays. The first prompt is short; where that took long already, nothing
  /// more is asked: a large model would be busy with itself for minutes.
  ///
  /// @throws AssistException if the engine could not serve it
  public static void warmUp(Engine engine) {
    String text = warmUpSample();
    int place = text.length() / 2;
    Settings.Completion usual = Settings.DEFAULTS.completion();
    Settings.Completion settings = usual.withPromptTokens(WARM_UP_PROMPT_TOKENS);
    for (Speculation speculation : WARM_UP_ROUNDS) {
      long start = System.nanoTime();
      Manner manner = new Manner(Priority.BACKGROUND, speculation);
      Completer completer =
          new Completer(
              lent(engine), new TraceHub(), new StatusBoard(), new RunningRequests(), manner);
      place = text.indexOf("return", place);
      CompletionQuery query = new CompletionQuery("warm-up:Sample.java", "java", text, place++);
      completer.predict(query, settings, new Cancellation());
      if (System.nanoTime() - start > WARM_UP_ROUND_NANOS) {
        return;
      }
      settings = usual;
    }
  }

  /// A class with methods of which no two are alike, longer than a small model's context.
  private static String warmUpSample() {
    StringBuilder text = new StringBuilder("class Sample {\n");
    for (int i = 0; i < WARM_UP_METHODS; i++) {
      text.append(
          """

            /** Returns value %1$d of the first %2$d. */
            int value%1$d(int first, String name%2$d) {
              return first + name%2$d.length() * %1$d;
            }
          """
              .formatted(i, 7 * i));
    }
    return text.append("}\n").toString();
  }

  /// The text for a place; empty when there is none to show, or the request was taken back.
  ///
  /// @param query where
  /// @param settings how much, and how sure the model must be
  /// @param cancellation takes the request back
  /// @throws AssistException if the engine could not serve it
  public Optional<Suggestion> complete(
      CompletionQuery query, Settings.Completion settings, Cancellation cancellation) {
    return write(query, settings, true, cancellation);
  }

  /// What the model writes at a place, whether it would be shown or not: nothing is held back for
  /// want of confidence, or because no part of it parses. For measuring.
  ///
  /// @param query where
  /// @param settings how much, and how sure the model must be for it to be shown
  /// @param cancellation takes the request back
  /// @throws AssistException if the engine could not serve it
  public Optional<Suggestion> predict(
      CompletionQuery query, Settings.Completion settings, Cancellation cancellation) {
    return write(query, settings, false, cancellation);
  }

  private Optional<Suggestion> write(
      CompletionQuery query,
      Settings.Completion settings,
      boolean gated,
      Cancellation cancellation) {
    if (cancellation.isCancelled()) {
      return Optional.empty();
    }
    Serving.Loan<CompletionModel> loan = serving.borrow().orElse(null);
    if (loan == null) {
      return Optional.empty();
    }
    RequestTrace trace =
        hub.begin(
            Feature.COMPLETE, query.uri(), TracePlaces.at(query.text(), query.cursor()), null);
    board.workStarted();
    running.enter(trace.request(), cancellation);
    try (loan) {
      return new Writing(loan.model(), query, settings, gated, trace).run(cancellation);
    } catch (RuntimeException | Error e) {
      trace.error(String.valueOf(e.getMessage()));
      throw e;
    } finally {
      running.leave(trace.request());
      board.workEnded();
    }
  }

  /// One completion under way.
  private final class Writing {
    private final CompletionModel model;
    private final Settings.Completion settings;
    private final boolean gated;
    private final RequestTrace trace;
    private final CompletionTrimmer trimmer;
    private final StopCondition stop;
    private final ConfidenceGate gate;
    private final GenerationRequest request;
    private String heldBlank = "";
    private int tokens;

    Writing(
        CompletionModel model,
        CompletionQuery query,
        Settings.Completion settings,
        boolean gated,
        RequestTrace trace) {
      this.model = model;
      this.settings = settings;
      this.gated = gated;
      this.trace = trace;
      CursorText cursor = CursorText.of(query.text(), query.cursor());
      CompletionSite site = new CompletionSite(cursor.before(), cursor.after());
      Syntax syntax = Syntax.of(query.languageId());
      this.trimmer = new CompletionTrimmer(site, mode(site, syntax), syntax);
      this.stop = trimmer.stopCondition();
      this.gate = new ConfidenceGate(Math.log(settings.confidence()));
      boolean startsInLine = query.explicit() && site.lineSuffix().isBlank();
      this.request = request(cursor, startsInLine);
    }

    private CompletionMode mode(CompletionSite site, Syntax syntax) {
      return switch (settings.multiline()) {
        case AUTO -> CompletionMode.at(site, syntax.lexicon());
        case LINE -> CompletionMode.LINE;
        case BLOCK -> CompletionMode.BLOCK;
      };
    }

    private GenerationRequest request(CursorText cursor, boolean startsInLine) {
      int context = model.engine().model().contextLength();
      int maxTokens = Math.max(1, Math.min(settings.maxTokens(), context / 4));
      FimLayout layout = model.layout(settings.fim());
      int room = context - maxTokens - layout.overheadTokens();
      // What the model does not get to see takes no room from what it does.
      String document =
          layout.form().readsSuffix() ? cursor.text() : cursor.text().substring(0, cursor.cursor());
      Window window =
          model.packer().pack(document, cursor.cursor(), Math.min(settings.promptTokens(), room));
      heldBlank = layout.heldBlank(window.prefix());
      Prompt prompt = layout.prompt(window.prefix(), window.suffix());
      return GenerationRequest.of(prompt, maxTokens)
          .withPriority(manner.priority())
          .withSpeculation(manner.speculation())
          .withNgramWeight(model.ngramWeight(settings.ngramWeight()))
          .withStartsInLine(startsInLine)
          .withAlternatives(hub.isWatched() ? ALTERNATIVES_SHOWN : 0);
    }

    Optional<Suggestion> run(Cancellation cancellation) {
      return switch (new EngineCall(model.engine(), request, model.fim().ends(), trace, this::take)
          .run(cancellation)) {
        case EngineCall.Failed(String message) -> throw new AssistException(message);
        case EngineCall.Done done when done.reason() == FinishReason.CANCELLED -> {
          TraceFinish reason = cancellation.reason();
          trace.end(Objects.requireNonNullElse(reason, TraceFinish.CANCELLED), null, done.cost());
          yield Optional.empty();
        }
        case EngineCall.Done done -> judge(done);
      };
    }

    /// A token counts as part of the completion when some of its text does.
    private boolean take(String written, double probability) {
      String piece = withoutHeldBlank(written);
      int before = stop.text().length();
      boolean enough = stop.push(piece);
      if (!enough || stop.text().length() > before) {
        gate.add(probability);
        tokens++;
      }
      return !enough;
    }

    /// What stood before the cursor but not in the prompt is not written a second time.
    private String withoutHeldBlank(String piece) {
      if (heldBlank.isEmpty() || piece.isEmpty()) {
        return piece;
      }
      boolean repeats = piece.startsWith(heldBlank);
      heldBlank = "";
      return repeats ? piece.substring(1) : piece;
    }

    private Optional<Suggestion> judge(EngineCall.Done done) {
      stop.push(withoutHeldBlank(done.tail()));
      double confidence = Math.exp(gate.mean());
      if (gated && !gate.passes()) {
        String note =
            "Held back: the model is too unsure (%.2f, asked for %.2f)."
                .formatted(confidence, settings.confidence());
        trace.end(TraceFinish.REJECTED, note, done.cost());
        return Optional.empty();
      }
      String text = trimmer.trim(stop.text());
      boolean heldBack = text.isBlank() || !gate.passes();
      if (text.isBlank() && !gated) {
        text = trimmer.shape(stop.text());
      }
      if (text.isBlank()) {
        trace.end(TraceFinish.REJECTED, "Nothing of what was written fits here.", done.cost());
        return Optional.empty();
      }
      trace.answer(text);
      TraceFinish finish =
          done.reason() == FinishReason.LENGTH ? TraceFinish.LENGTH : TraceFinish.STOP;
      trace.end(finish, null, done.cost());
      return Optional.of(new Suggestion(trace.request(), text, confidence, tokens, heldBack));
    }
  }
}

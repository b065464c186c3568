package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.prompts.reasoning.ReasoningEvent;
import dev.gloss.prompts.reasoning.ReasoningParser;
import dev.gloss.prompts.reasoning.ReasoningTags;
import dev.gloss.server.config.Settings;
import dev.gloss.server.trace.Feature;
import dev.gloss.server.trace.RequestTrace;
import dev.gloss.server.trace.StatusBoard;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Tells what a piece of code does.
///
/// An explanation is written once for the same code and settings and then kept; whoever asks gets
/// it at once and may watch it grow. Safe for use by many threads.
public final class Explainer {
  /// What is asked; the embedded model was trained with these very words.
  static final String QUESTION = "Explain this method.\n";

  private static final int ALTERNATIVES_SHOWN = 4;

  /// Long enough for the names that a thought and an answer share.
  private static final int NO_REPEAT_NGRAM_SIZE = 6;

  private final Serving<ExplanationModel> serving;
  private final TraceHub hub;
  private final StatusBoard board;
  private final RunningRequests running;

  /// An explainer that asks this engine, and leaves it open.
  public Explainer(Engine engine, Dialogue dialogue, TraceHub hub, StatusBoard board) {
    this(
        new Serving<>(
            HeldEngine.lent(engine),
            new ExplanationModel(new Assistant.Model(engine, dialogue), dialogue)),
        hub,
        board,
        new RunningRequests());
  }

  /// An explainer that asks whoever has the role.
  Explainer(
      Serving<ExplanationModel> serving, TraceHub hub, StatusBoard board, RunningRequests running) {
    this.serving = serving;
    this.hub = hub;
    this.board = board;
    this.running = running;
  }

  /// The explanation of a piece of code: the kept one, or one that begins to be written now.
  ///
  /// @param query the code
  /// @param settings tags and lengths
  /// @param audience who waits, if it has to be written first
  public Explanation explain(ExplainQuery query, Settings settings, Audience audience) {
    Serving.Loan<ExplanationModel> loan = serving.borrow().orElse(null);
    if (loan == null) {
      return Explanation.failed("no model that can explain is loaded; the status says more");
    }
    String code = query.code();
    ExplanationShelf.Key key =
        new ExplanationShelf.Key(code, settings.reasoning(), settings.hover().maxTokens());
    try (loan) {
      return loan.model()
          .shelf()
          .take(key, () -> start(loan.again(), key, query, audience.priority()));
    }
  }

  private Explanation start(
      Serving.Loan<ExplanationModel> loan,
      ExplanationShelf.Key key,
      ExplainQuery query,
      Priority priority) {
    RequestTrace trace =
        hub.begin(
            Feature.EXPLAIN,
            query.uri(),
            TracePlaces.between(query.text(), query.start(), query.end()),
            query.symbol());
    Explanation explanation = new Explanation(trace.request());
    Thread.ofVirtual()
        .name("gloss-explain-" + trace.request())
        .start(
            () -> {
              try (loan) {
                write(loan.model(), key, explanation, trace, priority);
              }
            });
    return explanation;
  }

  private void write(
      ExplanationModel model,
      ExplanationShelf.Key key,
      Explanation explanation,
      RequestTrace trace,
      Priority priority) {
    board.workStarted();
    running.enter(trace.request(), explanation.cancellation());
    ExplanationText.State state = ExplanationText.State.FAILED;
    String failure = null;
    try {
      ReasoningTags tags = ReasoningTags.ofNames(key.reasoning().think(), key.reasoning().answer());
      Reading reading =
          new Reading(
              explanation, trace, new ReasoningParser(tags, model.dialogue().startsInThink()));
      EngineCall call =
          new EngineCall(
              model.engine(), request(model, key, priority), Set.of(), trace, reading::take);
      state =
          switch (call.run(explanation.cancellation())) {
            case EngineCall.Failed(String message) -> throw new AssistException(message);
            case EngineCall.Done done -> reading.end(done);
          };
    } catch (RuntimeException | Error e) {
      failure = String.valueOf(e.getMessage());
      trace.error(failure);
    } finally {
      if (state != ExplanationText.State.DONE) {
        model.shelf().forget(key, explanation);
      }
      running.leave(trace.request());
      board.workEnded();
      explanation.end(state, failure);
    }
  }

  private GenerationRequest request(
      ExplanationModel model, ExplanationShelf.Key key, Priority priority) {
    int context = model.engine().model().contextLength();
    int maxTokens = Math.max(1, Math.min(key.maxTokens(), context / 2));
    // What the template adds is not known here; 32 tokens are more than any of them does.
    String code = model.cutter().head(key.code(), context - maxTokens - 32);
    return GenerationRequest.of(model.dialogue().ask(QUESTION + code), maxTokens)
        .withPriority(priority)
        .withNoRepeatNgramSize(NO_REPEAT_NGRAM_SIZE)
        .withAlternatives(hub.isWatched() ? ALTERNATIVES_SHOWN : 0);
  }

  /// Takes thought and answer apart while they come.
  private record Reading(Explanation explanation, RequestTrace trace, ReasoningParser parser) {

    boolean take(String piece, double probability) {
      tell(parser.push(piece));
      return true;
    }

    ExplanationText.State end(EngineCall.Done done) {
      if (done.reason() == FinishReason.CANCELLED) {
        TraceFinish reason = explanation.cancellation().reason();
        trace.end(Objects.requireNonNullElse(reason, TraceFinish.CANCELLED), null, done.cost());
        return ExplanationText.State.CANCELLED;
      }
      tell(parser.push(done.tail()));
      tell(parser.finish());
      TraceFinish finish =
          done.reason() == FinishReason.LENGTH ? TraceFinish.LENGTH : TraceFinish.STOP;
      trace.end(finish, null, done.cost());
      return ExplanationText.State.DONE;
    }

    private void tell(List<ReasoningEvent> events) {
      for (ReasoningEvent event : events) {
        explanation.add(event);
        switch (event) {
          case ReasoningEvent.Think(String text) -> trace.think(text);
          case ReasoningEvent.Answer(String text) -> trace.answer(text);
          case ReasoningEvent.Malformed(String reason, String answer) ->
              trace.replaceAnswer(answer);
          case ReasoningEvent.AnswerWasThought(String think) -> {
            trace.replaceAnswer("");
            trace.think(think);
          }
          case ReasoningEvent.ThinkEnd end -> {}
          case ReasoningEvent.AnswerEnd end -> {}
        }
      }
    }
  }
}

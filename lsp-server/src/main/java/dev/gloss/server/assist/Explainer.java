package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.prompts.reasoning.ReasoningEvent;
import dev.gloss.prompts.reasoning.ReasoningParser;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.Feature;
import dev.gloss.server.trace.RequestTrace;
import dev.gloss.server.trace.TraceCost;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.trace.TraceHub;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Tells what a piece of code does.
///
/// An explanation is written once for the same code and settings and then kept; whoever asks gets
/// it at once and may watch it grow. Safe for use by many threads.
public final class Explainer {
  private static final int ALTERNATIVES_SHOWN = 4;

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
      return Explanation.failed("", "no model that can explain is loaded; the status says more");
    }
    try (loan) {
      ExplanationPlan plan = new ExplanationPlanner(loan.model(), settings).plan(query, audience);
      AtomicBoolean begun = new AtomicBoolean();
      Explanation explanation =
          loan.model()
              .shelf()
              .take(
                  plan,
                  audience,
                  () -> {
                    begun.set(true);
                    return start(loan.again(), plan, query, audience);
                  });
      if (!begun.get()) {
        traceAgain(query, explanation.text(), audience);
      }
      return explanation;
    } catch (AssistException e) {
      RequestTrace trace = trace(query);
      trace.error(String.valueOf(e.getMessage()));
      return Explanation.failed(trace.request(), String.valueOf(e.getMessage()));
    }
  }

  /// Whether a model was trained to explain methods alone, and this is none.
  public boolean isOutOfPlace(ExplainQuery query) {
    return !query.isMethod()
        && serving
            .look()
            .map(loan -> loan.model().engine().model().hints().explainQuestion())
            .isPresent();
  }

  /// What is complete is shown once more without asking anybody.
  private void traceAgain(ExplainQuery query, ExplanationText text, Audience audience) {
    if (text.state() != ExplanationText.State.DONE) {
      return;
    }
    RequestTrace trace = trace(query);
    trace.think(text.think());
    trace.answer(text.answer());
    if (text.objection() != null && audience == Audience.HOVER) {
      trace.end(
          TraceFinish.REJECTED, "Held back as before: " + text.objection() + ".", TraceCost.NONE);
    } else {
      trace.end(TraceFinish.STOP, "Shown again, as written before.", TraceCost.NONE);
    }
  }

  private RequestTrace trace(ExplainQuery query) {
    return hub.begin(
        Feature.EXPLAIN,
        query.uri(),
        TracePlaces.between(query.text(), query.start(), query.end()),
        query.symbol());
  }

  private Explanation start(
      Serving.Loan<ExplanationModel> loan,
      ExplanationPlan plan,
      ExplainQuery query,
      Audience audience) {
    RequestTrace trace = trace(query);
    Explanation explanation =
        new Explanation(trace.request(), new ExplanationCheck(query, query.code()));
    Thread.ofVirtual()
        .name("gloss-explain-" + trace.request())
        .start(
            () -> {
              try (loan) {
                write(loan.model(), plan, explanation, trace, audience);
              }
            });
    return explanation;
  }

  private void write(
      ExplanationModel model,
      ExplanationPlan plan,
      Explanation explanation,
      RequestTrace trace,
      Audience audience) {
    board.workStarted();
    running.enter(trace.request(), explanation.cancellation());
    ExplanationText.State state = ExplanationText.State.FAILED;
    String failure = null;
    try {
      GenerationRequest request =
          plan.request()
              .withPriority(audience.priority())
              .withAlternatives(hub.isWatched() ? ALTERNATIVES_SHOWN : 0);
      Reading reading = new Reading(explanation, trace, plan, audience);
      EngineCall call =
          new EngineCall(
              model.engine(),
              request,
              Set.of(),
              trace,
              ALTERNATIVES_SHOWN,
              token -> reading.take(token.text(), token.probability()));
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
        model.shelf().forget(plan, explanation);
      }
      running.leave(trace.request());
      board.workEnded();
      explanation.end(state, failure);
    }
  }

  /// Takes thought and answer apart while they come.
  private static final class Reading {
    private final Explanation explanation;
    private final RequestTrace trace;
    private final ExplanationPlan plan;
    private final Audience audience;
    private final ReasoningParser parser;
    private final StringBuilder written = new StringBuilder();
    private boolean thinks;
    private int answerTokens;

    Reading(Explanation explanation, RequestTrace trace, ExplanationPlan plan, Audience audience) {
      this.explanation = explanation;
      this.trace = trace;
      this.plan = plan;
      this.audience = audience;
      this.parser = plan.parser();
    }

    boolean take(String piece, double probability) {
      List<ReasoningEvent> events = parser.push(piece);
      int end = events.indexOf(new ReasoningEvent.AnswerEnd());
      if (plan.answerIsMarked() && end >= 0) {
        tell(events.subList(0, end + 1));
        return false;
      }
      tell(events);
      return !hasEnough(piece, events);
    }

    /// Whether nothing of use can follow: the answer is closed, in whatever disorder, or a model
    /// that might have thought first answers at once and is as long as an answer may be.
    private boolean hasEnough(String piece, List<ReasoningEvent> events) {
      written.append(piece);
      if (plan.answerIsMarked() && written.indexOf(plan.tags().answerClose()) >= 0) {
        return true;
      }
      thinks |= events.stream().anyMatch(ReasoningEvent.Think.class::isInstance);
      if (!thinks && events.stream().anyMatch(ReasoningEvent.Answer.class::isInstance)) {
        answerTokens++;
      }
      return answerTokens >= plan.answerTokens();
    }

    ExplanationText.State end(EngineCall.Done done) {
      if (done.reason() == FinishReason.CANCELLED) {
        TraceFinish reason = explanation.cancellation().reason();
        trace.end(Objects.requireNonNullElse(reason, TraceFinish.CANCELLED), null, done.cost());
        return ExplanationText.State.CANCELLED;
      }
      if (!explanation.isAnswered()) {
        tell(parser.push(done.tail()));
        tell(parser.finish());
      }
      TraceFinish finish =
          done.reason() == FinishReason.LENGTH ? TraceFinish.LENGTH : TraceFinish.STOP;
      end(finish, explanation.objection(), done);
      return ExplanationText.State.DONE;
    }

    /// Who only pointed somewhere is not shown what cannot be right; who asked is.
    private void end(TraceFinish finish, @Nullable String objection, EngineCall.Done done) {
      if (objection == null) {
        trace.end(finish, null, done.cost());
      } else if (audience == Audience.HOVER) {
        trace.end(TraceFinish.REJECTED, "Held back: " + objection + ".", done.cost());
      } else {
        trace.end(finish, "Doubtful: " + objection + ".", done.cost());
      }
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

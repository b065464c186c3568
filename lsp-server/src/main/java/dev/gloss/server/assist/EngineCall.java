package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.inference.FinishReason;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.server.trace.RequestTrace;
import dev.gloss.server.trace.TraceAlternative;
import dev.gloss.server.trace.TraceCost;
import dev.gloss.server.work.Workers;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One generation from its start to its end, on the thread of whoever asks, with its trace.
///
/// The reader is called on the engine's thread; what it wrote is visible when [#run] returns.
final class EngineCall {
  private final Engine engine;
  private final GenerationRequest request;
  private final Set<Integer> ends;
  private final RequestTrace trace;
  private final Reader reader;
  private final int traced;

  private @Nullable Generation generation;
  private boolean stopped;
  private @Nullable RuntimeException broken;

  /// Takes in what the model writes.
  @FunctionalInterface
  interface Reader {

    /// The next piece.
    ///
    /// @param token its text is the piece, possibly empty
    /// @return whether to go on
    boolean take(GenerationEvent.Token token);
  }

  /// How a generation ended.
  sealed interface Outcome {}

  /// The engine did what it could.
  ///
  /// @param reason why it ended; [FinishReason#STOP] also when the reader had enough
  /// @param tail text that was still open
  /// @param cost what it took
  record Done(FinishReason reason, String tail, TraceCost cost) implements Outcome {}

  /// The engine could not serve it.
  ///
  /// @param message one sentence for a person
  record Failed(String message) implements Outcome {}

  /// @param ends tokens that end what is written, beside those the engine knows; their text is not
  ///   read
  /// @param traced alternatives that the trace lists beside each token at most
  EngineCall(
      Engine engine,
      GenerationRequest request,
      Set<Integer> ends,
      RequestTrace trace,
      int traced,
      Reader reader) {
    this.traced = traced;
    this.engine = engine;
    this.request = request;
    this.ends = ends;
    this.trace = trace;
    this.reader = reader;
  }

  /// Generates and waits for the end.
  ///
  /// @param cancellation takes the generation back
  /// @throws IllegalStateException if the reader failed
  Outcome run(Cancellation cancellation) {
    Generation started;
    try {
      started = engine.generate(request, this::listen);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return new Failed(String.valueOf(e.getMessage()));
    }
    synchronized (this) {
      generation = started;
      if (stopped) {
        started.cancel();
      }
    }
    cancellation.onCancel(started::cancel);
    return outcome(Workers.waiting(() -> started.completion().join()));
  }

  private synchronized Outcome outcome(GenerationEvent last) {
    if (broken != null) {
      throw new IllegalStateException("what the model wrote could not be read", broken);
    }
    return switch (last) {
      case GenerationEvent.Finished(FinishReason reason, String tail, GenerationStats stats) ->
          new Done(stopped ? FinishReason.STOP : reason, stopped ? "" : tail, cost(stats));
      case GenerationEvent.Failed(String message) -> new Failed(message);
      default -> throw new IllegalStateException("a generation ended with " + last);
    };
  }

  private void listen(GenerationEvent event) {
    switch (event) {
      case GenerationEvent.Started(int tokens, int reused) ->
          trace.prompt(PromptText.of(request.prompt(), engine.tokenizer()), tokens, reused);
      case GenerationEvent.Token token -> token(token);
      case GenerationEvent.Finished finished -> {}
      case GenerationEvent.Failed failed -> {}
    }
  }

  private synchronized void token(GenerationEvent.Token token) {
    trace(token);
    if (stopped) {
      return;
    }
    try {
      stopped = ends.contains(token.id()) || !reader.take(token);
    } catch (RuntimeException e) {
      broken = e;
      stopped = true;
    }
    if (stopped && generation != null) {
      generation.cancel();
    }
  }

  private void trace(GenerationEvent.Token token) {
    List<TraceAlternative> alternatives =
        token.alternatives().stream()
            .limit(traced)
            .map(other -> new TraceAlternative(other.id(), other.text(), other.probability()))
            .toList();
    String rejected =
        token.rejectedDraft() < 0 ? null : engine.tokenizer().decode(token.rejectedDraft());
    trace.token(
        token.id(), token.text(), token.probability(), token.drafted(), rejected, alternatives);
  }

  private static TraceCost cost(GenerationStats stats) {
    return new TraceCost(
        stats.promptTokens(),
        stats.reusedTokens(),
        stats.generatedTokens(),
        stats.drafted(),
        stats.accepted(),
        stats.queuedNanos() / 1e6,
        stats.prefillNanos() / 1e6,
        stats.decodeNanos() / 1e6,
        stats.tokensPerSecond());
  }
}

package dev.gloss.server.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pen that writes one request's events.
///
/// Safe for use by many threads. After [#end] or [#error] everything is passed over, so that
/// whoever ends a request first decides how it ended.
public final class RequestTrace {
  private final TraceHub hub;
  private final String request;
  private final long startNanos = System.nanoTime();
  private long seq;
  private boolean over;
  private List<TraceQuotation> others = List.of();

  RequestTrace(TraceHub hub, String request) {
    this.hub = hub;
    this.request = request;
  }

  /// The request's name, unique in this process.
  public String request() {
    return request;
  }

  synchronized void begin(
      Feature feature, @Nullable String uri, @Nullable TraceRange range, @Nullable String symbol) {
    long time = System.currentTimeMillis();
    hub.publish(new TraceEvent.Begin(request, seq++, feature, uri, range, symbol, time));
  }

  /// Code of other files stands in the prompt that is about to be read.
  public synchronized void quoted(List<TraceQuotation> quotations) {
    others = List.copyOf(quotations);
  }

  /// The engine reads the prompt.
  public synchronized void prompt(String text, int tokens, int reused) {
    if (!over) {
      hub.publish(new TraceEvent.Prompt(request, seq++, text, tokens, reused, others));
    }
  }

  /// A piece of thought; an empty one is passed over.
  public synchronized void think(String text) {
    if (!over && !text.isEmpty()) {
      hub.publish(new TraceEvent.Think(request, seq++, text));
    }
  }

  /// A piece of the answer; an empty one is passed over.
  public synchronized void answer(String text) {
    if (!over && !text.isEmpty()) {
      hub.publish(new TraceEvent.Answer(request, seq++, text, false));
    }
  }

  /// The thought and the answer so far were misread; this is the answer, as far as it is known.
  public synchronized void replaceAnswer(String text) {
    if (!over) {
      hub.publish(new TraceEvent.Answer(request, seq++, text, true));
    }
  }

  /// One token; `rejected` is the text of the drafted token it replaces.
  public synchronized void token(
      int id,
      String text,
      double probability,
      boolean accepted,
      @Nullable String rejected,
      List<TraceAlternative> alternatives) {
    if (!over) {
      boolean drafted = accepted || rejected != null;
      hub.publish(
          new TraceEvent.Token(
              request, seq++, id, text, probability, drafted, accepted, rejected, alternatives));
    }
  }

  /// The request is over.
  ///
  /// @param finish how it ended
  /// @param note one sentence for a person, where there is something to say
  /// @param cost what it took, or [TraceCost#NONE] when the engine was not asked
  public synchronized void end(TraceFinish finish, @Nullable String note, TraceCost cost) {
    if (over) {
      return;
    }
    over = true;
    double totalMs = (System.nanoTime() - startNanos) / 1e6;
    TraceTimings timings =
        new TraceTimings(totalMs, cost.queuedMs(), cost.prefillMs(), cost.decodeMs());
    hub.publish(
        new TraceEvent.End(
            request,
            seq++,
            finish,
            note,
            timings,
            cost.promptTokens(),
            cost.reused(),
            cost.generated(),
            cost.drafted(),
            cost.accepted(),
            cost.tokensPerSecond()));
  }

  /// The request could not be served.
  ///
  /// @param message one sentence for a person
  public synchronized void error(String message) {
    if (!over) {
      over = true;
      hub.publish(new TraceEvent.Error(request, seq++, message));
    }
  }
}

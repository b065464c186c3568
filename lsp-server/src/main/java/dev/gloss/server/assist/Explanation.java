package dev.gloss.server.assist;

import dev.gloss.prompts.reasoning.ReasoningEvent;
import dev.gloss.prompts.reasoning.ReasoningTranscript;
import dev.gloss.server.trace.TraceFinish;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An explanation that is being written or is complete. Safe for use by many threads.
public final class Explanation {
  private final String request;
  private final @Nullable ExplanationCheck check;
  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ReasoningTranscript transcript = new ReasoningTranscript();
  private ExplanationText.State state = ExplanationText.State.RUNNING;
  private @Nullable String failure;

  /// @param request its name in the trace
  /// @param check what is looked for in the answer; null for nothing
  Explanation(String request, @Nullable ExplanationCheck check) {
    this.request = request;
    this.check = check;
  }

  /// One that comes to nothing before it begins.
  ///
  /// @param request its name in the trace; empty where it has none
  /// @param why in one sentence
  static Explanation failed(String request, String why) {
    Explanation explanation = new Explanation(request, null);
    explanation.end(ExplanationText.State.FAILED, why);
    return explanation;
  }

  /// What there is now.
  public synchronized ExplanationText text() {
    String answer = transcript.answer();
    // Of what is being written the last word may be half of one.
    boolean whole = state != ExplanationText.State.RUNNING;
    String checked = whole ? answer : answer.substring(0, Math.max(0, answer.lastIndexOf(' ')));
    return new ExplanationText(
        request, transcript.think(), answer, state, failure, objection(checked));
  }

  /// What cannot be right in the whole answer; null where nothing was found.
  synchronized @Nullable String objection() {
    return objection(transcript.answer());
  }

  private @Nullable String objection(String answer) {
    return check == null || answer.isBlank() ? null : check.objection(answer).orElse(null);
  }

  /// What there is at the end, or after this time if that comes first.
  ///
  /// @throws InterruptedException if the waiting thread is interrupted
  public ExplanationText await(long millis) throws InterruptedException {
    var unused = over.await(millis, TimeUnit.MILLISECONDS);
    return text();
  }

  /// What there is at the end.
  ///
  /// @throws InterruptedException if the waiting thread is interrupted
  public ExplanationText await() throws InterruptedException {
    over.await();
    return text();
  }

  /// Takes it back; a no-op when it is over.
  public void cancel() {
    cancellation.cancel(TraceFinish.CANCELLED);
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /// Whether the answer has ended.
  synchronized boolean isAnswered() {
    return transcript.isAnswerComplete();
  }

  synchronized void add(ReasoningEvent event) {
    transcript.add(event);
  }

  void end(ExplanationText.State end, @Nullable String why) {
    synchronized (this) {
      state = end;
      failure = why;
    }
    over.countDown();
  }
}

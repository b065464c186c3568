package dev.gloss.server.assist;

import dev.gloss.server.trace.TraceFinish;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets someone take a request back while someone else works on it. Safe for use by many threads.
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private @Nullable TraceFinish reason;

  /// Takes the request back; only the first call counts.
  ///
  /// @param reason why, for the trace: cancelled or superseded
  public void cancel(TraceFinish reason) {
    List<Runnable> due;
    synchronized (this) {
      if (this.reason != null) {
        return;
      }
      this.reason = reason;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  /// Whether the request was taken back.
  public synchronized boolean isCancelled() {
    return reason != null;
  }

  /// Why the request was taken back; null while it is not.
  public synchronized @Nullable TraceFinish reason() {
    return reason;
  }

  /// Runs the action when the request is taken back, at once if it already was. It must be quick.
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (reason == null) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }
}

package dev.gloss.server.assist;

import dev.gloss.server.trace.TraceFinish;
import java.util.concurrent.ConcurrentHashMap;

/// The requests under way, by their names in the trace, so that a person can stop one from the
/// panel. Safe for use by many threads.
final class RunningRequests {
  private final ConcurrentHashMap<String, Cancellation> running = new ConcurrentHashMap<>();

  void enter(String request, Cancellation cancellation) {
    running.put(request, cancellation);
  }

  void leave(String request) {
    running.remove(request);
  }

  /// Takes back all that is under way.
  void cancelAll() {
    running.values().forEach(cancellation -> cancellation.cancel(TraceFinish.CANCELLED));
  }

  /// Takes a request back; false when it is not under way.
  boolean cancel(String request) {
    Cancellation cancellation = running.get(request);
    if (cancellation == null) {
      return false;
    }
    cancellation.cancel(TraceFinish.CANCELLED);
    return true;
  }
}

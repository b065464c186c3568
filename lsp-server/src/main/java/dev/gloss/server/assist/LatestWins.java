package dev.gloss.server.assist;

import dev.gloss.server.trace.TraceFinish;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps one request at work for each key: a newer one takes back the older. Some editors send a
/// request with each keystroke and take none back.
///
/// Safe for use by many threads; which request is newer is decided by the order of [#enter].
public final class LatestWins {
  private final ConcurrentHashMap<String, Cancellation> atWork = new ConcurrentHashMap<>();

  /// A request begins; the one before it with this key is taken back.
  public void enter(String key, Cancellation request) {
    Cancellation older = atWork.put(key, request);
    if (older != null) {
      older.cancel(TraceFinish.SUPERSEDED);
    }
  }

  /// Takes back the request at work with this key, if there is one.
  public void cancel(String key) {
    Cancellation request = atWork.remove(key);
    if (request != null) {
      request.cancel(TraceFinish.CANCELLED);
    }
  }

  /// Takes back all that is at work.
  public void cancelAll() {
    atWork.keySet().forEach(this::cancel);
  }

  /// The request is over.
  public void leave(String key, Cancellation request) {
    atWork.remove(key, request);
  }
}

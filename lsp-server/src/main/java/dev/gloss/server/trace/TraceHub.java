package dev.gloss.server.trace;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes the events of all requests, keeps the newest requests' events, and passes each event on to
/// every reader.
///
/// Safe for use by many threads; publishing never waits for a reader.
public final class TraceHub {
  /// Events a reader may lag behind before some are dropped.
  public static final int READER_CAPACITY = 8192;

  private final int requestsKept;
  private final int eventsKept;
  private final Object lock = new Object();
  private final Map<String, RequestLog> logs = new LinkedHashMap<>();
  private final List<Subscription> readers = new CopyOnWriteArrayList<>();
  private long requests;

  /// A hub that keeps 50 requests of at most 4096 events.
  public TraceHub() {
    this(50, 4096);
  }

  /// @param requestsKept how many of the newest requests stay in the history
  /// @param eventsKept how many of a request's newest events stay, its beginning not counted
  public TraceHub(int requestsKept, int eventsKept) {
    this.requestsKept = requestsKept;
    this.eventsKept = eventsKept;
  }

  /// Begins a request.
  ///
  /// @param feature what was asked for
  /// @param uri of the document, where there is one
  /// @param range the cursor, or the code asked about
  /// @param symbol the method or type asked about
  public RequestTrace begin(
      Feature feature, @Nullable String uri, @Nullable TraceRange range, @Nullable String symbol) {
    RequestTrace trace;
    synchronized (lock) {
      trace = new RequestTrace(this, Long.toString(++requests));
    }
    trace.begin(feature, uri, range, symbol);
    return trace;
  }

  /// All kept events, oldest request first.
  public List<TraceEvent> history() {
    synchronized (lock) {
      return logs.values().stream().flatMap(RequestLog::events).toList();
    }
  }

  /// The kept events of one request; empty when it is not kept.
  public List<TraceEvent> history(String request) {
    synchronized (lock) {
      RequestLog log = logs.get(request);
      return log == null ? List.of() : log.snapshot();
    }
  }

  /// Passes the history and then every new event to the reader, in order and on a thread of its
  /// own. A reader that throws is let go.
  public Subscription subscribe(Consumer<TraceEvent> reader) {
    return subscribe(true, READER_CAPACITY, reader);
  }

  /// The same with more choice.
  ///
  /// @param replay whether the history comes first
  /// @param capacity events the reader may lag behind
  /// @param reader gets the events
  public Subscription subscribe(boolean replay, int capacity, Consumer<TraceEvent> reader) {
    synchronized (lock) {
      List<TraceEvent> first = replay ? history() : List.of();
      Subscription subscription = new Subscription(first, capacity, reader, readers::remove);
      readers.add(subscription);
      subscription.start();
      return subscription;
    }
  }

  /// Whether anyone reads along.
  public boolean isWatched() {
    return !readers.isEmpty();
  }

  void publish(TraceEvent event) {
    synchronized (lock) {
      keep(event);
      readers.forEach(reader -> reader.offer(event));
    }
  }

  private void keep(TraceEvent event) {
    if (event instanceof TraceEvent.Begin) {
      logs.put(event.request(), new RequestLog(event, eventsKept));
      forgetOldest();
      return;
    }
    RequestLog log = logs.get(event.request());
    if (log != null) {
      log.add(event);
    }
  }

  /// Requests that are over go first: one that is still running is what a person looks at.
  private void forgetOldest() {
    List<String> surplus = new ArrayList<>();
    Iterator<Map.Entry<String, RequestLog>> entries = logs.entrySet().iterator();
    while (entries.hasNext() && logs.size() - surplus.size() > requestsKept) {
      Map.Entry<String, RequestLog> entry = entries.next();
      if (entry.getValue().over()) {
        surplus.add(entry.getKey());
      }
    }
    surplus.forEach(logs::remove);
    while (logs.size() > 2 * requestsKept) {
      logs.remove(logs.keySet().iterator().next());
    }
  }
}

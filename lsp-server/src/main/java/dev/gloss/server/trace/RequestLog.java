package dev.gloss.server.trace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The kept events of one request: its beginning and the last ones. Guarded by the hub's lock.
final class RequestLog {
  private final int capacity;
  private final TraceEvent begin;
  private final Deque<TraceEvent> rest = new ArrayDeque<>();
  private TraceEvent.@Nullable Gap gap;

  RequestLog(TraceEvent begin, int capacity) {
    this.begin = begin;
    this.capacity = capacity;
  }

  void add(TraceEvent event) {
    rest.add(event);
    if (rest.size() > capacity) {
      TraceEvent oldest = rest.remove();
      gap =
          gap == null
              ? new TraceEvent.Gap(oldest.request(), oldest.seq(), 1)
              : new TraceEvent.Gap(gap.request(), gap.seq(), gap.missed() + 1);
    }
  }

  Stream<TraceEvent> events() {
    return Stream.of(Stream.of(begin), Stream.ofNullable(gap), rest.stream())
        .flatMap(events -> events);
  }

  boolean over() {
    return rest.peekLast() instanceof TraceEvent.End || rest.peekLast() instanceof TraceEvent.Error;
  }

  List<TraceEvent> snapshot() {
    return events().toList();
  }
}

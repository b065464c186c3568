package dev.gloss.server.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One reader of trace events, with a thread of its own, so that neither a slow nor a failing
/// reader touches the engine or other readers.
///
/// What does not fit its queue is dropped; a [TraceEvent.Gap] marks the place.
public final class Subscription implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Subscription.class.getName());

  private final int capacity;
  private final Consumer<TraceEvent> listener;
  private final Runnable onClose;
  private final Thread thread;
  private List<TraceEvent> queue;
  private TraceEvent.@Nullable Gap gap;
  private boolean closed;

  Subscription(
      List<TraceEvent> replay,
      int capacity,
      Consumer<TraceEvent> listener,
      Consumer<Subscription> onClose) {
    this.capacity = capacity;
    this.listener = listener;
    this.onClose = () -> onClose.accept(this);
    this.queue = new ArrayList<>(replay);
    this.thread = Thread.ofVirtual().name("gloss-trace-reader").unstarted(this::deliver);
  }

  void start() {
    thread.start();
  }

  /// Takes an event for the reader; never waits.
  synchronized void offer(TraceEvent event) {
    if (closed) {
      return;
    }
    if (gap != null) {
      gap = new TraceEvent.Gap(gap.request(), gap.seq(), gap.missed() + 1);
    } else if (queue.size() >= capacity) {
      gap = new TraceEvent.Gap(event.request(), event.seq(), 1);
    } else {
      queue.add(event);
    }
    notifyAll();
  }

  /// No event is delivered after this one returned, but for one that is being delivered now.
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      notifyAll();
    }
    thread.interrupt();
    onClose.run();
  }

  private void deliver() {
    try {
      for (List<TraceEvent> batch = next(); !batch.isEmpty(); batch = next()) {
        for (TraceEvent event : batch) {
          if (isClosed()) {
            return;
          }
          listener.accept(event);
        }
      }
    } catch (InterruptedException e) {
      // close() asked for it.
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A reader of the trace failed and is let go", e);
      close();
    }
  }

  /// What has come in since the last call; waits for something, empty when closed.
  private synchronized List<TraceEvent> next() throws InterruptedException {
    while (queue.isEmpty() && gap == null && !closed) {
      wait();
    }
    List<TraceEvent> batch = queue;
    queue = new ArrayList<>();
    if (gap != null) {
      batch.add(gap);
      gap = null;
    }
    return closed ? List.of() : batch;
  }

  private synchronized boolean isClosed() {
    return closed;
  }
}

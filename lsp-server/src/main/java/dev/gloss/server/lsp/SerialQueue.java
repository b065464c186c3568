package dev.gloss.server.lsp;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands items from any thread to a consumer, one at a time and in order, on a thread of its own;
/// whoever puts one in never waits. A connection has one for each direction, whatever carries it.
///
/// The thread is a platform thread: it gets a core also while others compute.
///
/// @param <T> what is handed on
final class SerialQueue<T> {
  private static final System.Logger LOG = System.getLogger(SerialQueue.class.getName());

  private final Consumer<T> consumer;
  private final Queue<T> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean closed;

  SerialQueue(String name, Consumer<T> consumer) {
    this.consumer = consumer;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /// Takes an item; it is passed over when the queue is closed.
  synchronized void put(T item) {
    if (!closed) {
      waiting.add(item);
      notifyAll();
    }
  }

  /// Waits until at most so many items wait, or the queue is closed.
  synchronized void awaitAtMost(int items) throws InterruptedException {
    while (waiting.size() > items && !closed) {
      wait();
    }
  }

  /// Takes nothing more; what waits is still handed on.
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// Waits until all is handed on, at most this long; call after [#close()].
  void awaitEnd(long millis) throws InterruptedException {
    if (Thread.currentThread() != thread) {
      thread.join(millis);
    }
  }

  private void work() {
    try {
      for (T item = next(); item != null; item = next()) {
        consume(item);
      }
    } catch (InterruptedException e) {
      close();
    }
  }

  /// An item that breaks its reader, or is too much for it, must not end the connection.
  private void consume(T item) {
    try {
      consumer.accept(item);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "A message could not be handled", e);
    }
  }

  private synchronized @Nullable T next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    T item = waiting.poll();
    notifyAll();
    return item;
  }
}

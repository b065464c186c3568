package dev.gloss.server.lsp;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands strings from any thread to a consumer, one at a time and in order, on a thread of its own;
/// whoever puts one in never waits.
final class SerialQueue {
  private static final System.Logger LOG = System.getLogger(SerialQueue.class.getName());

  private final Consumer<String> consumer;
  private final Queue<String> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean closed;

  SerialQueue(String name, Consumer<String> consumer) {
    this.consumer = consumer;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::work);
  }

  SerialQueue start() {
    thread.start();
    return this;
  }

  /// Takes a string; it is passed over when the queue is closed.
  synchronized void put(String item) {
    if (!closed) {
      waiting.add(item);
      notifyAll();
    }
  }

  /// Waits until at most so many strings wait, or the queue is closed.
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
      for (String item = next(); item != null; item = next()) {
        consume(item);
      }
    } catch (InterruptedException e) {
      close();
    }
  }

  /// A message that breaks its reader must not end the connection.
  private void consume(String item) {
    try {
      consumer.accept(item);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(System.Logger.Level.ERROR, "A message could not be handled", e);
    }
  }

  private synchronized @Nullable String next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    String item = waiting.poll();
    notifyAll();
    return item;
  }
}

package dev.gloss.server.workspace;

import dev.gloss.server.work.Workers;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What was found out about one version of a document. Safe for use by many threads.
final class Analyses {
  private static final long POLL_MILLIS = 20;

  private final ConcurrentHashMap<Analysis<?>, Found<?>> found = new ConcurrentHashMap<>();

  /// The result: the known one, or after finding it out here or waiting for whoever does.
  <T> T get(Analysis<T> analysis, Document document) {
    @SuppressWarnings("unchecked")
    Found<T> result = (Found<T>) found.computeIfAbsent(analysis, key -> new Found<T>());
    return result.get(analysis, document);
  }

  private static final class Found<T> {
    private final ReentrantLock finding = new ReentrantLock();
    private volatile @Nullable T value;

    T get(Analysis<T> analysis, Document document) {
      T known = value;
      if (known != null) {
        return known;
      }
      while (!finding.tryLock()) {
        Workers.waiting(this::awaitTheOther);
      }
      try {
        known = value;
        if (known == null) {
          known = analysis.find(document);
          value = known;
        }
        return known;
      } finally {
        finding.unlock();
      }
    }

    /// Whoever waits here can be taken back all the same. Leaves the lock free, since coming back
    /// from the wait may take a while.
    private boolean awaitTheOther() {
      Workers.poll();
      try {
        if (finding.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          finding.unlock();
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while another thread found it out", e);
      }
    }
  }
}

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

  /// What was found out about an earlier version.
  ///
  /// @param change how this version differs from it
  record Earlier<T>(T value, Change change) {}

  /// For the version after a change: what was found out so far is of use for what follows it.
  Analyses after(Change change) {
    Analyses next = new Analyses();
    found.forEach(
        (analysis, result) -> {
          if (analysis.follows()) {
            Found<?> later = result.after(change);
            if (later != null) {
              next.found.put(analysis, later);
            }
          }
        });
    return next;
  }

  /// The result: the known one, or after finding it out here or waiting for whoever does.
  <T> T get(Analysis<T> analysis, Document document) {
    @SuppressWarnings("unchecked")
    Found<T> result = (Found<T>) found.computeIfAbsent(analysis, key -> new Found<T>(null));
    return result.get(analysis, document);
  }

  private static final class Found<T> {
    private final ReentrantLock finding = new ReentrantLock();
    private volatile @Nullable T value;
    private volatile @Nullable Earlier<T> earlier;

    Found(@Nullable Earlier<T> earlier) {
      this.earlier = earlier;
    }

    /// The same for a later version; null where nothing is known.
    @Nullable Found<T> after(Change change) {
      // In this order, since the one comes before the other goes.
      Earlier<T> before = earlier;
      T known = value;
      if (known != null) {
        return new Found<>(new Earlier<>(known, change));
      }
      return before == null
          ? null
          : new Found<>(new Earlier<>(before.value(), before.change().then(change)));
    }

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
          known = analysis.find(earlier, document);
          value = known;
          earlier = null;
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

package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed set of threads that share out the items of one task after another.
///
/// The caller of [#run] works too, so that `n` workers are the caller and `n - 1` threads. Items
/// are claimed one by one: a thread that the system keeps from running delays at most the item it
/// holds. Which thread computes an item must not matter for its result.
///
/// Between the regions of a step the threads spin for [#SPIN_NANOS], since there are dozens of them
/// a step and waking a parked thread takes longer than most; between steps they park.
final class Workers implements AutoCloseable {
  /// How long a thread looks for the next region before it parks.
  static final long SPIN_NANOS = 100_000;

  private static final int SPINS_PER_CLOCK_READ = 64;
  private static final int COUNT_BITS = 32;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  /// Work that is split into items.
  interface Task {
    /// Does one item.
    ///
    /// @param worker who runs it
    /// @param item `0..items - 1`
    void run(Worker worker, int item);
  }

  /// One of the threads.
  ///
  /// @param index `0..threads - 1`, 0 for the caller
  /// @param selection has its kernels
  record Worker(int index, KernelSelection selection) {

    /// Its own kernels.
    Kernels kernels() {
      return selection.kernels(index);
    }
  }

  private final List<Worker> all;
  private final Thread[] threads;

  /// Region number in the upper, number of unclaimed items in the lower half.
  private final AtomicLong claims = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicInteger parked = new AtomicInteger();
  private volatile boolean closed;

  // Written before `claims` opens a region, read by those that hold one of its items.
  private @Nullable Task task;
  private int items;
  private volatile @Nullable Throwable failure;

  /// Starts the threads.
  ///
  /// @param kernels for each worker its own
  Workers(KernelSelection kernels) {
    this(kernels, kernels.threads() - 1);
  }

  private Workers(KernelSelection kernels, int started) {
    all = new ArrayList<>();
    for (int i = 0; i < kernels.threads(); i++) {
      all.add(new Worker(i, kernels));
    }
    threads = new Thread[started];
    for (int i = 0; i < threads.length; i++) {
      Worker worker = all.get(i + 1);
      threads[i] =
          Thread.ofPlatform().daemon().name("gloss-cpu-" + (i + 1)).unstarted(() -> loop(worker));
    }
    try {
      for (Thread thread : threads) {
        thread.start();
      }
    } catch (RuntimeException | Error e) {
      // The system has no more threads to give.
      close();
      throw e;
    }
  }

  /// As many workers without their threads, for who only wants to know what they take.
  static Workers idle(KernelSelection kernels) {
    return new Workers(kernels, 0);
  }

  /// Number of workers, the caller included.
  int size() {
    return all.size();
  }

  /// The worker that the calling thread is.
  Worker caller() {
    return all.get(0);
  }

  /// Runs all items and returns when they are done. What they wrote is visible to the caller and to
  /// the items of later regions. An item that throws ends neither the others nor the threads: the
  /// next region finds everything in order.
  ///
  /// @throws RuntimeException what an item threw, the very exception or error; one of them if
  ///   several did
  void run(Task work, int count) {
    failure = null;
    if (count <= 1 || threads.length == 0) {
      for (int i = 0; i < count; i++) {
        work.run(caller(), i);
      }
      return;
    }
    long region = (claims.get() >>> COUNT_BITS) + 1 & COUNT_MASK;
    task = work;
    items = count;
    unfinished.set(count);
    claims.set(region << COUNT_BITS | count);
    if (parked.get() > 0) {
      wake(count - 1);
    }
    try {
      help(caller(), region);
    } finally {
      // Nothing may be left of this region when the next one begins.
      awaitOthers();
      task = null;
    }
    switch (failure) {
      case RuntimeException thrown -> throw thrown;
      case Error thrown -> throw thrown;
      case null, default -> {}
    }
  }

  private void awaitOthers() {
    int spins = 0;
    while (unfinished.get() > 0) {
      if (++spins % SPINS_PER_CLOCK_READ == 0) {
        Thread.yield(); // whoever holds the last item may need this processor
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private void wake(int most) {
    for (int i = 0; i < Math.min(most, threads.length); i++) {
      LockSupport.unpark(threads[i]);
    }
  }

  /// Claims and runs items of this region until there are none.
  private void help(Worker worker, long region) {
    long claim = claims.get();
    while (claim >>> COUNT_BITS == region && (claim & COUNT_MASK) > 0) {
      if (claims.compareAndSet(claim, claim - 1)) {
        // An item is ours, so the region stays open and `task` and `items` are its own.
        runItem(worker, items - (int) (claim & COUNT_MASK));
      }
      claim = claims.get();
    }
  }

  private void runItem(Worker worker, int item) {
    try {
      Objects.requireNonNull(task).run(worker, item);
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      unfinished.decrementAndGet();
    }
  }

  private void loop(Worker worker) {
    long done = 0;
    while (!closed) {
      long region = nextRegion(done);
      if (region != done) {
        done = region;
        try {
          help(worker, region);
        } catch (Error e) {
          // A fault in mapped memory is told some time after the access.
          failure = e;
        }
      }
    }
  }

  /// Waits for a region after `done`; returns `done` when woken for another reason.
  private long nextRegion(long done) {
    long start = System.nanoTime();
    do {
      for (int i = 0; i < SPINS_PER_CLOCK_READ; i++) {
        long region = claims.get() >>> COUNT_BITS;
        if (region != done) {
          return region;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - start < SPIN_NANOS);
    parked.incrementAndGet();
    if (claims.get() >>> COUNT_BITS == done && !closed) {
      LockSupport.park(this);
    }
    parked.decrementAndGet();
    return claims.get() >>> COUNT_BITS;
  }

  /// Ends the threads, waiting for them; a second call does nothing. Not while a region runs.
  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
      Threads.join(thread);
    }
  }
}

package dev.gloss.server.models;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How fast this machine reads memory, which is what bounds the tokens that a model writes in a
/// second: each of them reads the active weights once.
public final class ReadBandwidth {
  /// A thread's share: no cache of a core holds it.
  private static final long BYTES_A_THREAD = 64L << 20;

  private static final int MOST_THREADS = 16;
  private static final int ROUNDS = 8;

  private ReadBandwidth() {}

  /// Measures for some tenths of a second: the best of a few rounds in which all threads read
  /// memory of their own.
  ///
  /// @param threads that will compute
  /// @return bytes a second of all threads together
  public static double measure(int threads) {
    int readers = Math.min(threads, MOST_THREADS);
    try (Arena arena = Arena.ofShared();
        ExecutorService pool = Executors.newFixedThreadPool(readers)) {
      List<MemorySegment> shares = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        // Written once, so that every page is one of its own.
        shares.add(arena.allocate(BYTES_A_THREAD, 64).fill((byte) 1));
      }
      double best = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        readAll(pool, shares);
        double seconds = (System.nanoTime() - start) / 1e9;
        best = Math.max(best, readers * BYTES_A_THREAD / seconds);
      }
      return best;
    }
  }

  private static void readAll(ExecutorService pool, List<MemorySegment> shares) {
    List<Future<Boolean>> readings =
        shares.stream().map(share -> pool.submit(() -> readWhole(share))).toList();
    for (Future<Boolean> reading : readings) {
      try {
        if (!reading.get()) {
          throw new IllegalStateException("memory does not hold what was written to it");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  /// Compares its halves, which are equal: the JDK has a fast loop for that from the first call on.
  private static boolean readWhole(MemorySegment share) {
    long half = share.byteSize() / 2;
    return share.asSlice(0, half).mismatch(share.asSlice(half)) < 0;
  }
}

package dev.gloss.inference.testing;

import java.util.Random;

/// Runs a check on random data again and again, each time from a seed of its own.
///
/// A failure names its seed; `-Dseed=<it>` makes that case the first one of the next run.
public final class Seeded {

  /// A check on random data.
  public interface Check {

    /// Makes its data from `random` alone and fails by throwing.
    void run(Random random) throws Exception;
  }

  private Seeded() {}

  /// Runs `check` from `cases` different seeds.
  ///
  /// @throws AssertionError with the seed in its message, if the check throws
  public static void cases(int cases, Check check) {
    long first = Long.getLong("seed", System.nanoTime());
    for (long seed = first; seed < first + cases; seed++) {
      try {
        check.run(new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("fails with -Dseed=%d: %s".formatted(seed, e.getMessage()), e);
      }
    }
  }
}

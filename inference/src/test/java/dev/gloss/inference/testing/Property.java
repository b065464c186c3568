package dev.gloss.inference.testing;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Checks that hold for any input, tried on seeded random ones.
///
/// A failure names its seed; `-Dseed=` (by way of `-Dgloss.test.args=-Dseed=…` in Maven) repeats
/// that one alone.
public final class Property {
  private Property() {}

  /// Runs a check with the seeds `0..count - 1`, or with the one that `-Dseed=` names.
  public static void forSeeds(int count, Consumer<SplittableRandom> check) {
    Long only = Long.getLong("seed");
    long first = only == null ? 0 : only;
    long end = only == null ? count : only + 1;
    for (long seed = first; seed < end; seed++) {
      try {
        check.accept(new SplittableRandom(seed));
      } catch (RuntimeException | Error e) {
        throw new AssertionError("fails with -Dseed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }
}

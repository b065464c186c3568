package dev.gloss.inference.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Pearson's test that counts come from a distribution.
public final class ChiSquare {
  private ChiSquare() {}

  /// Fails if counts as far off as these come up less than once in ten thousand times.
  public static void check(int[] counts, double[] probabilities) {
    long total = 0;
    for (int count : counts) {
      total += count;
    }
    double statistic = 0;
    int cells = 0;
    double pooledExpected = 0;
    long pooledCount = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = probabilities[i] * total;
      if (expected == 0) {
        assertEquals(0, counts[i], "outcome " + i + " is impossible");
      } else if (expected < 5) {
        // Too rare to be a cell of its own.
        pooledExpected += expected;
        pooledCount += counts[i];
      } else {
        statistic += square(counts[i] - expected) / expected;
        cells++;
      }
    }
    if (pooledExpected > 0) {
      statistic += square(pooledCount - pooledExpected) / Math.max(pooledExpected, 1);
      cells++;
    }
    double limit = quantile(cells - 1);
    assertTrue(statistic <= limit, "chi-square " + statistic + " above " + limit);
  }

  /// The 0.9999 quantile, by Wilson and Hilferty's approximation.
  private static double quantile(int degrees) {
    if (degrees < 1) {
      return 1e-9;
    }
    double spread = 2.0 / (9 * degrees);
    double root = 1 - spread + 3.719 * Math.sqrt(spread);
    return degrees * root * root * root;
  }

  private static double square(double x) {
    return x * x;
  }
}

package dev.gloss.server.eval;

import java.util.Arrays;
import java.util.SplittableRandom;

/// A mean over cases with its 95 % interval.
///
/// @param mean of the values
/// @param low lower end
/// @param high upper end
public record Interval(double mean, double low, double high) {
  private static final int RESAMPLES = 2000;

  /// By the percentile bootstrap with a fixed seed (Efron, 1979).
  ///
  /// @param values one a case; their mean is what is wanted
  /// @throws IllegalArgumentException if there are none
  public static Interval ofMean(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("an interval needs at least one value");
    }
    SplittableRandom random = new SplittableRandom(1);
    double[] means = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[r] = sum / values.length;
    }
    Arrays.sort(means);
    double mean = Arrays.stream(values).average().orElseThrow();
    return new Interval(
        mean, means[(int) (0.025 * RESAMPLES)], means[(int) (0.975 * RESAMPLES) - 1]);
  }

  /// The same in percent, to one decimal.
  public Interval percent() {
    return new Interval(round(100 * mean), round(100 * low), round(100 * high));
  }

  private static double round(double value) {
    return Math.round(10 * value) / 10.0;
  }
}

package dev.gloss.server.eval;

import java.util.Arrays;

/// Percentiles of measured times.
public final class Percentile {
  private Percentile() {}

  /// The smallest value that at least this share of the values does not exceed (nearest rank); 0
  /// for no values.
  ///
  /// @param share in `(0, 1]`
  public static double of(double[] values, double share) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank, 1, sorted.length) - 1];
  }
}

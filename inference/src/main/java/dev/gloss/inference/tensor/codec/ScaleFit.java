package dev.gloss.inference.tensor.codec;

/// The scale with which signed codes come nearest to a group of numbers: `x ≈ scale * q`, as `Q6_K`
/// stores it.
///
/// As in [AffineFit], scales about the one that spans all numbers are tried, each with the least
/// squares scale of its codes. The number of the largest magnitude gets a code on the side that
/// reaches further, so the scale may be negative.
final class ScaleFit {

  private static final int TRIES_EACH_WAY = 9;
  private static final float STEP = 0.1f;

  private ScaleFit() {}

  /// The best of the scales tried.
  ///
  /// @param x holds the group
  /// @param first where it begins
  /// @param count how many numbers it has
  /// @param codes go from `-codes` to `codes - 1`
  static float of(float[] x, int first, int count, int codes) {
    float largest = Group.largest(x, first, count);
    if (largest == 0) {
      return 0;
    }
    // Truncation rounds positive numbers alone.
    float toPositive = codes + 0.5f;
    double best = 0;
    double mostExplained = 0;
    for (int i = -TRIES_EACH_WAY; i <= TRIES_EACH_WAY; i++) {
      float inverse = -(codes + i * STEP) / largest;
      double sumXq = 0;
      int sumQq = 0;
      for (int j = first; j < first + count; j++) {
        int q = Math.min((int) (x[j] * inverse + toPositive), 2 * codes - 1) - codes;
        sumXq += (double) x[j] * q;
        sumQq += q * q;
      }
      // The squared error of the best scale is sum(x * x) less this.
      double explained = sumXq * sumXq / sumQq;
      if (explained > mostExplained) {
        mostExplained = explained;
        best = sumXq / sumQq;
      }
    }
    return (float) best;
  }

  /// The code nearest to a number.
  ///
  /// @param scale as stored, which is not quite as fitted
  static int code(float x, float scale, int codes) {
    return scale == 0 ? 0 : Math.clamp((int) Math.rint(x / scale), -codes, codes - 1);
  }
}

package dev.gloss.inference.tensor.codec;

/// The scale and the minimum with which codes come nearest to a group of numbers: `x ≈ scale * q -
/// minimum`, neither of them negative, as `Q4_K` stores them.
///
/// Least squares give the best pair for codes that are known, and codes follow from a pair; so some
/// grids about the one that spans all numbers are tried, each with its own best pair, and the one
/// whose sum of squared errors is the least is taken. A finer grid than the spanning one lets the
/// outermost numbers go, which others gain from.
///
/// @param scale from one code to the next
/// @param minimum what code 0 lies below zero
record AffineFit(float scale, float minimum) {

  private static final int TRIES_EACH_WAY = 10;
  private static final float STEP = 0.1f;

  /// The best of the pairs tried.
  ///
  /// @param x holds the group
  /// @param first where it begins
  /// @param count how many numbers it has
  /// @param maxCode codes go from 0 to this
  static AffineFit of(float[] x, int first, int count, int maxCode) {
    float low = Math.min(0, Group.min(x, first, count));
    float range = Group.max(x, first, count) - low;
    if (range == 0) {
      return new AffineFit(0, -low);
    }
    AffineFit best = new AffineFit(range / maxCode, -low);
    double sumX = 0;
    for (int i = first; i < first + count; i++) {
      sumX += x[i];
    }
    double mostExplained = -Double.MAX_VALUE;
    for (int i = -TRIES_EACH_WAY; i <= TRIES_EACH_WAY; i++) {
      Sums sums = Sums.of(x, first, count, low, (maxCode + i * STEP) / range, maxCode);
      AffineFit fit = sums.fit(count, sumX);
      double explained = sums.explained(count, sumX, fit);
      if (explained > mostExplained) {
        mostExplained = explained;
        best = fit;
      }
    }
    return best;
  }

  /// The code nearest to a number.
  ///
  /// @param scale,minimum as stored, which is not quite as fitted
  static int code(float x, float scale, float minimum, int maxCode) {
    return scale == 0 ? 0 : Math.clamp((int) Math.rint((x + minimum) / scale), 0, maxCode);
  }

  /// What least squares need to know of the codes of numbers.
  ///
  /// @param q the sum of the codes
  /// @param qq of their squares
  /// @param xq of their products with the numbers
  private record Sums(double q, double qq, double xq) {

    static Sums of(float[] x, int first, int count, float low, float inverse, int maxCode) {
      int sumQ = 0;
      int sumQq = 0;
      double sumXq = 0;
      for (int i = first; i < first + count; i++) {
        int q = Math.min((int) ((x[i] - low) * inverse + 0.5f), maxCode);
        sumQ += q;
        sumQq += q * q;
        sumXq += (double) x[i] * q;
      }
      return new Sums(sumQ, sumQq, sumXq);
    }

    /// The pair of least squared error for these codes: the normal equations of a line, or of one
    /// through zero where the line's minimum would be negative.
    AffineFit fit(int count, double sumX) {
      double determinant = count * qq - q * q;
      if (determinant > 0) {
        double minimum = (q * xq - qq * sumX) / determinant;
        if (minimum >= 0) {
          return new AffineFit((float) ((count * xq - q * sumX) / determinant), (float) minimum);
        }
      }
      return new AffineFit((float) (xq / qq), 0);
    }

    /// The sum of the squared numbers less that of the squared errors.
    double explained(int count, double sumX, AffineFit fit) {
      double a = fit.scale;
      double b = fit.minimum;
      return 2 * a * xq - 2 * b * sumX - a * a * qq + 2 * a * b * q - count * b * b;
    }
  }
}

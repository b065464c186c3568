package dev.gloss.inference.schedule;

/// How long a step takes by its rows, where all of them write: measured while running.
///
/// For a number of rows that never ran, what is known of its neighbours is continued in a straight
/// line. What ran long ago is thought a little better of with every step of one row, so that it is
/// tried again.
///
/// Owned by the engine loop's thread.
class StepCost {
  /// Rows that are told apart.
  static final int MOST_ROWS = 64;

  /// What a row more costs of a step of one row while nothing is known: less where weights come
  /// from memory, more where they lie in a cache.
  private static final double ASSUMED_SLOPE = 0.2;

  /// A minimum is forgotten so quickly.
  private static final double FORGETTING = 1.01;

  /// Steps of other numbers of rows are thought better of so quickly.
  private static final double HOPE = 0.999;

  private final double[] nanos = new double[MOST_ROWS + 1];
  private final int[] steps = new int[MOST_ROWS + 1];

  /// A step took so long.
  ///
  /// @param rows how many it had
  void took(int rows, long measured) {
    if (rows > MOST_ROWS) {
      return;
    }
    double known = nanos[rows];
    nanos[rows] = steps[rows]++ == 0 ? measured : Math.min(known * FORGETTING, measured);
    if (rows == 1) {
      for (int other = 2; other <= MOST_ROWS; other++) {
        nanos[other] *= HOPE;
      }
    }
  }

  /// Steps of so many rows that were measured.
  int steps(int rows) {
    return steps[rows];
  }

  /// How long a step of so many rows takes, in nanoseconds; in steps of one row while none has been
  /// measured. More rows never take less.
  double nanos(int rows) {
    int below = Math.min(rows, MOST_ROWS);
    while (below > 1 && steps[below] == 0) {
      below--;
    }
    double one = steps[1] == 0 ? 1 : nanos[1];
    double from = below == 1 || steps[1] == 0 ? one : Math.max(one, nanos[below]);
    if (below == rows) {
      return from;
    }
    int above = rows;
    while (above < MOST_ROWS && steps[above] == 0) {
      above++;
    }
    if (above < MOST_ROWS && steps[above] > 0 && steps[1] > 0) {
      double to = Math.max(from, nanos[above]);
      return from + (to - from) * (rows - below) / (above - below);
    }
    double slope = below == 1 ? ASSUMED_SLOPE * one : (from - one) / (below - 1);
    return from + Math.max(slope, ASSUMED_SLOPE / 4 * one) * (rows - below);
  }
}

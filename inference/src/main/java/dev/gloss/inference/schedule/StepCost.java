package dev.gloss.inference.schedule;

/// How long a step takes by its rows, where all of them write: measured while running.
///
/// A row more costs the same share of a step of one row, whichever it is. While only steps of one
/// row run, the share is slowly thought to be smaller again, so that others are tried.
///
/// Owned by the engine loop's thread.
class StepCost {
  /// The share while nothing is known: less where weights come from memory, more where they lie in
  /// a cache.
  private static final double ASSUMED_SHARE = 0.2;

  /// What is hoped for with time.
  private static final double HOPED_SHARE = 0.1;

  private static final double HOPE = 0.0005;

  /// A step moves the share by so much at most, by more while there were few.
  private static final double MOVE = 0.02;

  private static final double FIRST_MOVE = 0.3;

  private final Pace one = new Pace();
  private double share = ASSUMED_SHARE;
  private int several;

  /// A step took so long.
  ///
  /// @param rows how many it had
  void took(int rows, long nanos) {
    if (rows == 1) {
      one.took(nanos);
      share += Math.min(0, HOPED_SHARE - share) * HOPE;
    } else if (one.measured() > 0) {
      double measured = Math.max(0, nanos / one.value() - 1) / (rows - 1);
      double most = Math.max(MOVE, FIRST_MOVE / ++several);
      share += Math.clamp(measured - share, -most, most);
    }
  }

  /// Steps of one row that were measured.
  int steps() {
    return one.measured();
  }

  /// How long a step of so many rows takes, in nanoseconds; in steps of one row while none has been
  /// measured.
  double nanos(int rows) {
    double single = steps() == 0 ? 1 : one.value();
    return single * (1 + share * (rows - 1));
  }
}

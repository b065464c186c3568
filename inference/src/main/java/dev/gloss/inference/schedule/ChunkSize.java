package dev.gloss.inference.schedule;

/// How many rows of prompts one step reads.
///
/// A request that arrives while a step runs waits for its end, unless the step is given up for it,
/// so that steps should be short; larger ones use the hardware better: all rows share what it takes
/// to read the weights, which is most of a step of a single row, and with many experts of a step of
/// several. The size follows what is measured; it changes when things happen, never what is
/// computed.
final class ChunkSize {
  private static final double SMOOTHING = 0.25;

  /// Steps of a single row that a step should be worth, so that reading weights is a small part.
  private static final int SINGLES = 4;

  /// A step is so many times as long as wished at most for the weights.
  private static final int MOST_TARGETS = 4;

  /// What rows become faster when twice as many share a step, for a longer step to be worth it.
  private static final double WORTHY_GAIN = 1.25;

  /// A step is so many times as long as wished at most for such a gain, or as the least step.
  private static final int MOST_TARGETS_FOR_GAIN = 10;

  private static final int MOST_LEASTS_FOR_GAIN = 2;

  /// A step that may be given up is so many times as long as wished at most: it is between layers.
  private static final int MOST_TARGETS_TO_GIVE_UP = 40;

  /// By what the rows of a step that may be given up are divided after one was.
  private static final int RETREAT = 4;

  /// What a size above the usual one is taken to have become faster by, each time it is not tried,
  /// so that it is tried again some time.
  private static final double HOPE = 0.998;

  private final int least;
  private final int most;
  private final long targetNanos;
  private final double[] nanosPerRow; // by doublings of the least
  private double nanosPerAnyRow;
  private double nanosOfSingle;
  private int rowsToGiveUp;

  /// @param least rows a step may always have
  /// @param most rows a step never exceeds
  /// @param targetNanos how long a step should take
  ChunkSize(int least, int most, long targetNanos) {
    this.least = Math.min(least, most);
    this.most = most;
    this.targetNanos = targetNanos;
    this.nanosPerRow = new double[doublings(most) + 1];
    this.rowsToGiveUp = most;
  }

  private int doublings(int rows) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(rows / least);
  }

  /// Rows of prompts for the next step.
  int rows() {
    if (nanosPerAnyRow == 0) {
      return least;
    }
    double nanos = wished();
    int doublings = bestDoublings();
    int rows = least << doublings;
    int next = Math.min(most, 2 * rows - 1);
    return (int) Math.clamp(Math.round(nanos / ofRow(doublings)), rows, Math.max(rows, next));
  }

  /// How long a step may be, whatever it gains.
  private double wished() {
    return Math.clamp(SINGLES * nanosOfSingle, targetNanos, (double) MOST_TARGETS * targetNanos);
  }

  private int bestDoublings() {
    double nanos = wished();
    int doublings = 0;
    while (least << doublings + 1 <= most && isWorthTwice(doublings, nanos)) {
      doublings++;
    }
    return doublings;
  }

  /// Whether a step of twice the rows is short enough, or so much faster a row that it may be long.
  private boolean isWorthTwice(int doublings, double nanos) {
    double twice = ofStep(doublings + 1);
    if (twice <= nanos) {
      return true;
    }
    double longest = (double) MOST_TARGETS_FOR_GAIN * targetNanos;
    if (doublings == 0 && nanosPerRow[1] == 0) {
      // Nobody has tried, and even the least step is long.
      return ofStep(0) > nanos && ofStep(0) <= longest;
    }
    double most = Math.max(longest, MOST_LEASTS_FOR_GAIN * ofStep(0));
    // Whether a step that nobody has tried is worth it is told by the doubling before.
    return twice <= most && isGain(nanosPerRow[doublings + 1] == 0 ? doublings - 1 : doublings);
  }

  private boolean isGain(int doublings) {
    return ofRow(doublings) >= WORTHY_GAIN * ofRow(doublings + 1);
  }

  /// What a step takes; of one that nobody has tried, by how the last doubling lengthened it.
  private double ofStep(int doublings) {
    double nanos = (least << doublings) * ofRow(doublings);
    if (nanosPerRow[doublings] > 0 || doublings < 2) {
      return nanos;
    }
    double half = (least << doublings - 1) * ofRow(doublings - 1);
    double quarter = (least << doublings - 2) * ofRow(doublings - 2);
    return half + 2 * Math.max(0, half - quarter);
  }

  /// What a row takes in a step of that size, or of the nearest that was measured.
  private double ofRow(int doublings) {
    for (int less = doublings; less >= 0; less--) {
      if (nanosPerRow[less] > 0) {
        return nanosPerRow[less];
      }
    }
    for (int more = doublings + 1; more < nanosPerRow.length; more++) {
      if (nanosPerRow[more] > 0) {
        return nanosPerRow[more];
      }
    }
    return nanosPerAnyRow;
  }

  /// Rows of prompts for the next step, if that may be given up for whoever is more urgent: fewer
  /// for a while where that happens, so that something is read between two interruptions.
  int rowsToGiveUp() {
    if (nanosPerAnyRow == 0) {
      return least;
    }
    double longest = MOST_TARGETS_TO_GIVE_UP * (double) targetNanos / nanosPerAnyRow;
    return (int) Math.clamp(Math.min(longest, rowsToGiveUp), least, most);
  }

  /// Whether such a step may be given up: the least one is not, however often somebody comes.
  boolean mayGiveUp() {
    return rowsToGiveUp() > least;
  }

  /// Learns that a step was given up.
  void givenUp() {
    rowsToGiveUp = Math.max(least, rowsToGiveUp() / RETREAT);
  }

  /// Learns that a step that might have been given up was not.
  void keptUp() {
    rowsToGiveUp = Math.min(most, 2 * rowsToGiveUp);
  }

  /// Rows in a second of steps as [#rows()] has them; 0 before it is known.
  double rowsPerSecond() {
    return nanosPerAnyRow == 0 ? 0 : 1e9 / ofRow(bestDoublings());
  }

  /// Learns from a step. Steps of few rows say little about the cost of a row and are left out.
  void observe(int rows, long nanos) {
    if (rows == 1) {
      nanosOfSingle = smoothed(nanosOfSingle, nanos);
    }
    if (rows >= least) {
      // A single row takes no longer, whatever it took before the code was compiled.
      nanosOfSingle = Math.min(nanosOfSingle, nanos);
      double ofRow = Math.max(1, (double) nanos / rows);
      int doublings = Math.min(doublings(rows), nanosPerRow.length - 1);
      nanosPerRow[doublings] = smoothed(nanosPerRow[doublings], ofRow);
      nanosPerAnyRow = smoothed(nanosPerAnyRow, ofRow);
      if (doublings + 1 < nanosPerRow.length) {
        nanosPerRow[doublings + 1] *= HOPE;
      }
    }
  }

  private static double smoothed(double before, double measured) {
    return before == 0 ? measured : before + SMOOTHING * (measured - before);
  }
}

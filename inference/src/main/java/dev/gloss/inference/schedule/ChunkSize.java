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

  /// By what the rows of a step that may be given up are divided after one was.
  private static final int RETREAT = 4;

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
    double nanos =
        Math.clamp(SINGLES * nanosOfSingle, targetNanos, (double) MOST_TARGETS * targetNanos);
    int doublings = 0;
    while (least << doublings + 1 <= most && isWorthTwice(doublings, nanos)) {
      doublings++;
    }
    int rows = least << doublings;
    int next = Math.min(most, 2 * rows - 1);
    return (int) Math.clamp(Math.round(nanos / ofRow(doublings)), rows, Math.max(rows, next));
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
    return half + 2 * (half - quarter);
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

  /// Rows of prompts for the next step, if that is given up for whoever is more urgent: fewer for a
  /// while where that happens, so that something is read between two interruptions.
  int rowsToGiveUp() {
    return nanosPerAnyRow == 0 ? least : Math.max(rows(), rowsToGiveUp);
  }

  /// Learns that a step was given up.
  void givenUp() {
    rowsToGiveUp = Math.max(1, rowsToGiveUp / RETREAT);
  }

  /// Rows of a step in a second; 0 before it is known.
  double rowsPerSecond() {
    return nanosPerAnyRow == 0 ? 0 : 1e9 / nanosPerAnyRow;
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
      rowsToGiveUp = Math.min(most, 2 * rowsToGiveUp);
    }
  }

  private static double smoothed(double before, double measured) {
    return before == 0 ? measured : before + SMOOTHING * (measured - before);
  }
}

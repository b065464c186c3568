package dev.gloss.inference.schedule;

/// How many rows of prompts one step reads.
///
/// A request that arrives while a step runs waits for its end, so that steps should be short;
/// larger ones use the hardware better: all rows share what it takes to read the weights, which is
/// most of a step of a single row. The size follows what is measured; it changes when things
/// happen, never what is computed.
final class ChunkSize {
  private static final double SMOOTHING = 0.25;

  /// Steps of a single row that a step should be worth, so that reading weights is a small part.
  private static final int SINGLES = 4;

  /// A step is so many times as long as wished at most for that.
  private static final int MOST_TARGETS = 4;

  private final int least;
  private final int most;
  private final long targetNanos;
  private double nanosPerRow;
  private double nanosOfSingle;

  /// @param least rows a step may always have
  /// @param most rows a step never exceeds
  /// @param targetNanos how long a step should take
  ChunkSize(int least, int most, long targetNanos) {
    this.least = Math.min(least, most);
    this.most = most;
    this.targetNanos = targetNanos;
  }

  /// Rows of prompts for the next step.
  int rows() {
    if (nanosPerRow == 0) {
      return least;
    }
    double nanos =
        Math.clamp(SINGLES * nanosOfSingle, targetNanos, (double) MOST_TARGETS * targetNanos);
    return (int) Math.clamp(Math.round(nanos / nanosPerRow), least, most);
  }

  /// Rows of a step in a second; 0 before it is known.
  double rowsPerSecond() {
    return nanosPerRow == 0 ? 0 : 1e9 / nanosPerRow;
  }

  /// Learns from a step. Steps of few rows say little about the cost of a row and are left out.
  void observe(int rows, long nanos) {
    if (rows == 1) {
      nanosOfSingle = smoothed(nanosOfSingle, nanos);
    }
    if (rows >= least) {
      // A single row takes no longer, whatever it took before the code was compiled.
      nanosOfSingle = Math.min(nanosOfSingle, nanos);
      nanosPerRow = smoothed(nanosPerRow, Math.max(1, (double) nanos / rows));
    }
  }

  private static double smoothed(double before, double measured) {
    return before == 0 ? measured : before + SMOOTHING * (measured - before);
  }
}

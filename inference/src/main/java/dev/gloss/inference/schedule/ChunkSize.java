package dev.gloss.inference.schedule;

/// How many rows of prompts one step reads.
///
/// A request that arrives while a step runs waits for its end, so that steps should be short;
/// larger ones use the hardware better. The size follows the measured speed; it changes when things
/// happen, never what is computed.
final class ChunkSize {
  private static final double SMOOTHING = 0.25;

  private final int least;
  private final int most;
  private final long targetNanos;
  private double nanosPerRow;

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
    return (int) Math.clamp(Math.round(targetNanos / nanosPerRow), least, most);
  }

  /// Rows of a step in a second; 0 before it is known.
  double rowsPerSecond() {
    return nanosPerRow == 0 ? 0 : 1e9 / nanosPerRow;
  }

  /// Learns from a step. Steps of few rows say little about the cost of a row and are left out.
  void observe(int rows, long nanos) {
    if (rows >= least) {
      double measured = Math.max(1, (double) nanos / rows);
      nanosPerRow =
          nanosPerRow == 0 ? measured : nanosPerRow + SMOOTHING * (measured - nanosPerRow);
    }
  }
}

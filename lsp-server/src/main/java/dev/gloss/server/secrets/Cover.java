package dev.gloss.server.secrets;

import java.util.Arrays;

/// Collects the parts of a text that are to disappear.
final class Cover {
  private long[] parts = new long[16];
  private int count;

  /// Covers each character of a part.
  void hide(int from, int to) {
    if (from >= to) {
      return;
    }
    if (count == parts.length) {
      parts = Arrays.copyOf(parts, 2 * count);
    }
    parts[count++] = (long) from << 32 | to;
  }

  /// The parts in the order in which they begin, each with its start in the upper and its end in
  /// the lower half; they may overlap.
  long[] parts() {
    long[] sorted = Arrays.copyOf(parts, count);
    Arrays.sort(sorted);
    return sorted;
  }
}

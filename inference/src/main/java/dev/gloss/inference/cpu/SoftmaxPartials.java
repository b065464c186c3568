package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.Exponential;
import dev.gloss.inference.cpu.kernels.Kernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Joins what the softmax of two runs of keys gave: the maximum of the scores, the sum of their
/// exponentials and the sum of values weighted by these.
final class SoftmaxPartials {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private SoftmaxPartials() {}

  /// Merges the keys that come next into the result of those before them. All offsets are of one
  /// segment.
  ///
  /// @param sumDistance bytes from a maximum to the sum of exponentials
  /// @param valuesDistance bytes from a maximum to the sum of values
  /// @param width numbers of a value
  static void merge(
      Kernels kernels,
      MemorySegment partials,
      long before,
      long next,
      long sumDistance,
      long valuesDistance,
      int width) {
    float oldMax = partials.get(FLOAT, before);
    float newMax = partials.get(FLOAT, next);
    float max = Math.max(oldMax, newMax);
    float oldScale = Exponential.exp(oldMax - max);
    float newScale = Exponential.exp(newMax - max);
    float scaled = partials.get(FLOAT, before + sumDistance) * oldScale;
    float sum = Math.fma(partials.get(FLOAT, next + sumDistance), newScale, scaled);
    partials.set(FLOAT, before, max);
    partials.set(FLOAT, before + sumDistance, sum);
    kernels.mix(
        newScale,
        partials,
        next + valuesDistance,
        oldScale,
        partials,
        before + valuesDistance,
        width);
  }

  /// Divides the sum of values by the sum of exponentials.
  static void finish(
      MemorySegment partials,
      long partial,
      long sumDistance,
      long valuesDistance,
      int width,
      MemorySegment to,
      long toOffset) {
    float factor = 1 / partials.get(FLOAT, partial + sumDistance);
    long values = partial + valuesDistance;
    for (int c = 0; c < width; c++) {
      long at = (long) c * Float.BYTES;
      to.set(FLOAT, toOffset + at, partials.get(FLOAT, values + at) * factor);
    }
  }
}

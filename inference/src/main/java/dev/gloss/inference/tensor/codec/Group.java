package dev.gloss.inference.tensor.codec;

/// The measures of a group of numbers that scales are made of.
final class Group {

  private Group() {}

  /// The number of the largest magnitude, with its sign; of several the first.
  static float largest(float[] x, int first, int count) {
    float largest = 0;
    for (int i = first; i < first + count; i++) {
      if (Math.abs(x[i]) > Math.abs(largest)) {
        largest = x[i];
      }
    }
    return largest;
  }

  /// The least number.
  static float min(float[] x, int first, int count) {
    float min = x[first];
    for (int i = first + 1; i < first + count; i++) {
      min = Math.min(min, x[i]);
    }
    return min;
  }

  /// The greatest number.
  static float max(float[] x, int first, int count) {
    float max = x[first];
    for (int i = first + 1; i < first + count; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  /// `1 / scale`, or 0 for a scale of 0: then all codes are alike.
  static float inverse(float scale) {
    return scale == 0 ? 0 : 1 / scale;
  }
}

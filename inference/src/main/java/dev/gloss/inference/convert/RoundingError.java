package dev.gloss.inference.convert;

/// How far numbers are from what was written for them.
///
/// @param squaredErrors sum of the squared differences
/// @param squares sum of the squared numbers
record RoundingError(double squaredErrors, double squares) {

  /// Of no numbers, and of numbers that were written as they were.
  static final RoundingError NONE = new RoundingError(0, 0);

  /// That of both.
  RoundingError plus(RoundingError other) {
    return new RoundingError(squaredErrors + other.squaredErrors, squares + other.squares);
  }

  /// The root of the sum of squared errors over that of the squared numbers; 0 where all numbers
  /// are 0.
  double relative() {
    return squares == 0 ? 0 : Math.sqrt(squaredErrors / squares);
  }

  /// Of numbers and what decoding gives back.
  static RoundingError of(float[] numbers, float[] back, int count) {
    double errors = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double error = (double) numbers[i] - back[i];
      errors += error * error;
      squares += (double) numbers[i] * numbers[i];
    }
    return new RoundingError(errors, squares);
  }
}

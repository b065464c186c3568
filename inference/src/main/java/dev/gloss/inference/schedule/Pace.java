package dev.gloss.inference.schedule;

/// What something usually comes to that is measured again and again: close to the median, so that a
/// disturbed measurement counts no more than any other, and following when things change.
///
/// Owned by the engine loop's thread.
final class Pace {
  /// A measurement moves it by this share at most, by more while there are few.
  private static final double STEP = 0.03;

  private int measured;
  private double value;

  /// Learns from a measurement, which is positive.
  void took(double measurement) {
    double most = Math.max(STEP, 1.0 / ++measured) * value;
    value = measured == 1 ? measurement : value + Math.clamp(measurement - value, -most, most);
  }

  /// How many measurements there were.
  int measured() {
    return measured;
  }

  /// The usual; 0 before there was a measurement.
  double value() {
    return value;
  }
}

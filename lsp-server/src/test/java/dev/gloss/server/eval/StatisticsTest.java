package dev.gloss.server.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void percentilesAreByNearestRank() {
    double[] values = {5, 1, 4, 2, 3};
    assertEquals(3, Percentile.of(values, 0.5));
    assertEquals(5, Percentile.of(values, 0.95));
    assertEquals(1, Percentile.of(values, 0.01));
    assertEquals(0, Percentile.of(new double[0], 0.5));
  }

  @Test
  void theIntervalOfAShareComesCloseToTheNormalApproximation() {
    // 100 of 1,000: 10 % plus or minus 1.96 * sqrt(0.1 * 0.9 / 1000) = 1.86 %.
    double[] values = IntStream.range(0, 1000).mapToDouble(i -> i % 10 == 0 ? 1 : 0).toArray();
    Interval interval = Interval.ofMean(values).percent();
    assertEquals(10.0, interval.mean());
    assertEquals(8.1, interval.low(), 0.4);
    assertEquals(11.9, interval.high(), 0.4);
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Interval.ofMean(new double[0]));
  }
}

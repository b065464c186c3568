package dev.gloss.prompts.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ConfidenceGateTest {
  private static void check(double threshold, boolean expected, double... probabilities) {
    ConfidenceGate gate = new ConfidenceGate(threshold);
    for (double probability : probabilities) {
      gate.add(probability);
    }
    assertEquals(expected, gate.passes());
  }

  @Test
  void theMeanLogProbabilityDecides() {
    check(-1, true, 0.5, 0.4, 0.9);
    check(-1, false, 0.5, 0.01, 0.9);
    check(-1, false, 0);
    check(-1, true);
    check(Double.NEGATIVE_INFINITY, true, 0, 0.1);
    check(0, true, 1, 1);
  }

  @Test
  void aThresholdAboveZeroIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ConfidenceGate(0.1));
    assertThrows(IllegalArgumentException.class, () -> new ConfidenceGate(Double.NaN));
  }
}

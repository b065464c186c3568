package dev.gloss.inference.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DraftGainTest {

  private static DraftGain measured(long plainNanos, long draftedNanos, int acceptedOfTen) {
    DraftGain gain = new DraftGain();
    for (int i = 0; i < 400; i++) {
      gain.cost().took(1, plainNanos);
      gain.cost().took(2, draftedNanos - 10);
      gain.moduleTook(10);
      gain.module().observe(0, i % 10 < acceptedOfTen);
    }
    return gain;
  }

  @Test
  void measuresDraftingFirstAndThenPlainDecoding() {
    DraftGain gain = new DraftGain();
    assertTrue(gain.decide(false));
    for (int i = 0; i < 20; i++) {
      gain.moduleTook(10);
    }
    assertFalse(gain.decide(false));
  }

  @Test
  void draftsPayWherePassesYieldMoreThanTheyCost() {
    assertTrue(measured(100, 130, 6).decide(false));
    assertFalse(measured(100, 130, 2).decide(false));
    assertFalse(measured(100, 220, 10).decide(false));
  }

  @Test
  void aSlowStartIsForgotten() {
    DraftGain gain = measured(100, 170, 6);
    assertFalse(gain.decide(false));
    for (int i = 0; i < 1000; i++) {
      gain.cost().took(1, 100);
      gain.cost().took(2, 120);
    }
    assertTrue(gain.decide(false));
  }

  @Test
  void nothingIsDraftedBeforePlainStepsWereMeasured() {
    assertEquals(Double.POSITIVE_INFINITY, new DraftGain().bar(1));
    assertTrue(measured(100, 130, 6).bar(1) < Double.POSITIVE_INFINITY);
  }

  @Test
  void measuresAgainNowAndThen() {
    DraftGain gain = measured(100, 220, 5);
    long drafts = IntStream.range(0, 640).filter(i -> gain.decide(true)).count();
    assertEquals(10, drafts);
    assertEquals(0, IntStream.range(0, 640).filter(i -> gain.decide(false)).count());
  }
}

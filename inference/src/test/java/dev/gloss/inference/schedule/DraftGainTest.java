package dev.gloss.inference.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DraftGainTest {

  private static DraftGain measured(long plainNanos, long draftedNanos, int acceptedOfTen) {
    DraftGain gain = new DraftGain();
    for (int i = 0; i < 200; i++) {
      gain.plainPass(plainNanos);
      gain.draftedPass(draftedNanos, i % 10 < acceptedOfTen);
    }
    return gain;
  }

  @Test
  void measuresDraftingFirstAndThenPlainDecoding() {
    DraftGain gain = new DraftGain();
    assertTrue(gain.decide(false));
    for (int i = 0; i < 20; i++) {
      gain.draftedPass(100, true);
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
    DraftGain gain = measured(100, 130, 6);
    gain.plainPass(1);
    assertFalse(gain.decide(false), "one quick pass is believed at first");
    for (int i = 0; i < 1000; i++) {
      gain.plainPass(100);
    }
    assertTrue(gain.decide(false));
  }

  @Test
  void measuresAgainNowAndThen() {
    DraftGain gain = measured(100, 220, 5);
    long drafts = IntStream.range(0, 640).filter(i -> gain.decide(true)).count();
    assertEquals(10, drafts);
    assertEquals(0, IntStream.range(0, 640).filter(i -> gain.decide(false)).count());
  }
}

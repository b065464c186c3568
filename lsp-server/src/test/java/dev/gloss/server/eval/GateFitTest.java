package dev.gloss.server.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GateFitTest {
  @Test
  void nothingSeenChangesNothing() {
    assertEquals(new GateFit(1, 0), GateFit.of(new double[0], new boolean[0]));
  }

  @Test
  void whatIsForetoldIsMadeTrue() {
    SplittableRandom random = new SplittableRandom(7);
    int count = 20_000;
    double[] odds = new double[count];
    boolean[] kept = new boolean[count];
    for (int i = 0; i < count; i++) {
      odds[i] = 6 * random.nextDouble() - 3;
      kept[i] = random.nextDouble() < 1 / (1 + Math.exp(-(0.6 * odds[i] - 0.5)));
    }
    GateFit fit = GateFit.of(odds, kept);
    assertEquals(0.6, fit.scale(), 0.05);
    assertEquals(-0.5, fit.offset(), 0.05);
  }

  @Test
  void fewTextsMoveItALittle() {
    GateFit fit = GateFit.of(new double[] {1, 1, 2}, new boolean[] {false, false, false});
    assertTrue(fit.offset() < -0.3 && fit.offset() > -1.5, fit.toString());
    assertTrue(fit.scale() > 0.3 && fit.scale() <= 1, fit.toString());
  }
}

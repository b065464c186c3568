package dev.gloss.inference.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StepCostTest {

  private static StepCost measured(int rows, long nanos) {
    StepCost cost = new StepCost();
    for (int i = 0; i < 100; i++) {
      cost.took(1, 100);
      cost.took(rows, nanos);
    }
    return cost;
  }

  @Test
  void everyRowCostsTheSame() {
    StepCost cost = measured(5, 180);
    assertEquals(100, cost.nanos(1));
    assertEquals(140, cost.nanos(3), 0.1);
    assertEquals(260, cost.nanos(9), 0.2);
  }

  @Test
  void moreRowsNeverTakeLess() {
    assertEquals(100, measured(4, 60).nanos(8), 0.1);
  }

  @Test
  void aDisturbedStepHardlyCounts() {
    StepCost cost = measured(3, 130);
    cost.took(1, 100_000);
    cost.took(3, 100_000);
    assertTrue(cost.nanos(3) < 140, "" + cost.nanos(3));
  }

  @Test
  void aMachineThatBecameSlowerIsLearned() {
    StepCost cost = measured(3, 130);
    for (int i = 0; i < 200; i++) {
      cost.took(1, 400);
    }
    assertEquals(400, cost.nanos(1), 1e-6);
    assertEquals(520, cost.nanos(3), 5);
  }

  @Test
  void whatWasSlowLongAgoIsTriedAgain() {
    StepCost cost = measured(2, 300);
    for (int i = 0; i < 5000; i++) {
      cost.took(1, 100);
    }
    assertTrue(cost.nanos(2) < 130, "" + cost.nanos(2));
  }
}

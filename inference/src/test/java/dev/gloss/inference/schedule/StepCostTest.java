package dev.gloss.inference.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StepCostTest {

  @Test
  void whatLiesBetweenIsOnALine() {
    StepCost cost = new StepCost();
    cost.took(1, 100);
    cost.took(5, 180);
    assertEquals(100, cost.nanos(1));
    assertEquals(140, cost.nanos(3), 1e-9);
    assertEquals(180, cost.nanos(5));
    assertEquals(260, cost.nanos(9), 1e-9);
  }

  @Test
  void moreRowsNeverTakeLess() {
    StepCost cost = new StepCost();
    cost.took(1, 100);
    cost.took(4, 60);
    assertEquals(100, cost.nanos(4));
    assertTrue(cost.nanos(8) > 100);
  }

  @Test
  void aDisturbedStepIsForgottenAndASlowerMachineLearned() {
    StepCost cost = new StepCost();
    cost.took(1, 100);
    cost.took(1, 900);
    assertEquals(101, cost.nanos(1), 1e-9);
    for (int i = 0; i < 1000; i++) {
      cost.took(1, 900);
    }
    assertEquals(900, cost.nanos(1));
  }

  @Test
  void whatWasSlowLongAgoIsTriedAgain() {
    StepCost cost = new StepCost();
    cost.took(2, 500);
    for (int i = 0; i < 2000; i++) {
      cost.took(1, 100);
    }
    assertTrue(cost.nanos(2) < 120, "" + cost.nanos(2));
  }
}

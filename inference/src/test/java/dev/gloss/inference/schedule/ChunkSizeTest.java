package dev.gloss.inference.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ChunkSizeTest {

  @Test
  void beginsSmallAndFollowsTheSpeed() {
    ChunkSize chunk = new ChunkSize(16, 128, 40_000_000);
    assertEquals(16, chunk.rows());
    chunk.observe(16, 16 * 1_000_000L);
    assertEquals(40, chunk.rows());
    for (int i = 0; i < 50; i++) {
      chunk.observe(40, 40 * 500_000L);
    }
    assertTrue(Math.abs(chunk.rows() - 80) <= 1, "rows " + chunk.rows());
  }

  @Test
  void staysWithinItsBounds() {
    ChunkSize chunk = new ChunkSize(16, 128, 40_000_000);
    chunk.observe(16, 1);
    assertEquals(128, chunk.rows());
    for (int i = 0; i < 50; i++) {
      chunk.observe(16, 16_000_000_000L);
    }
    assertEquals(16, chunk.rows());
    assertEquals(4, new ChunkSize(16, 4, 1).rows());
  }

  @Test
  void singleRowsSayNothingOfOthers() {
    ChunkSize chunk = new ChunkSize(16, 128, 40_000_000);
    chunk.observe(1, 40_000_000);
    assertEquals(16, chunk.rows());
    assertEquals(0, chunk.rowsPerSecond());
  }

  /// Where weights take long to read, more rows share that.
  @Test
  void stepsAreWorthReadingTheWeights() {
    ChunkSize chunk = new ChunkSize(16, 128, 40_000_000);
    chunk.observe(16, 16 * 2_000_000L);
    assertEquals(20, chunk.rows());
    chunk.observe(1, 5_000_000);
    assertEquals(20, chunk.rows());
    for (int i = 0; i < 50; i++) {
      chunk.observe(1, 25_000_000);
    }
    assertEquals(50, chunk.rows());
    for (int i = 0; i < 50; i++) {
      chunk.observe(1, 400_000_000);
    }
    assertEquals(80, chunk.rows());
    // So long did single rows take before the code was compiled.
    chunk.observe(16, 32_000_000);
    assertEquals(64, chunk.rows());
  }

  /// With many experts every row of a small step has some read for itself.
  @Test
  void longerStepsAreWorthItWhereRowsBecomeMuchFaster() {
    assertEquals(64, rowsWhereWeightsTake(300_000_000));
  }

  /// Also where weights take long to read, so that the least step is too long already.
  @Test
  void longerStepsAreTriedOnASlowMachine() {
    assertEquals(64, rowsWhereWeightsTake(600_000_000));
  }

  @Test
  void longerStepsAreNotWorthLittle() {
    assertEquals(16, rowsWhereWeightsTake(30_000_000));
  }

  @Test
  void whatMayBeGivenUpIsLongUnlessItIsOftenGivenUp() {
    ChunkSize chunk = new ChunkSize(16, 256, 100_000_000);
    chunk.observe(16, 16_000_000);
    assertEquals(100, chunk.rows());
    assertEquals(256, chunk.rowsToGiveUp());
    chunk.givenUp();
    assertEquals(64, chunk.rowsToGiveUp());
    chunk.observe(100, 100_000_000);
    assertEquals(64, chunk.rowsToGiveUp(), "a completion's step says nothing of that");
    chunk.keptUp();
    chunk.keptUp();
    assertEquals(256, chunk.rowsToGiveUp());
    for (int i = 0; i < 9; i++) {
      assertTrue(chunk.mayGiveUp() || chunk.rowsToGiveUp() == 16);
      chunk.givenUp();
    }
    assertEquals(16, chunk.rowsToGiveUp());
    assertFalse(chunk.mayGiveUp(), "somebody gets on at last");
  }

  @Test
  void whatMayBeGivenUpIsNotForEver() {
    ChunkSize chunk = new ChunkSize(16, 256, 100_000_000);
    chunk.observe(16, 16 * 50_000_000L);
    assertEquals(80, chunk.rowsToGiveUp());
  }

  @Test
  void tellsHowManyRowsASecondHas() {
    ChunkSize chunk = new ChunkSize(16, 128, 40_000_000);
    chunk.observe(20, 40_000_000);
    assertEquals(500, chunk.rowsPerSecond(), 1e-6);
  }

  /// What comes of steps in which reading the weights takes so long, and each row 10 ms more.
  private static int rowsWhereWeightsTake(long nanos) {
    ChunkSize chunk = new ChunkSize(16, 256, 100_000_000);
    for (int i = 0; i < 50; i++) {
      int rows = chunk.rows();
      chunk.observe(rows, nanos + rows * 10_000_000L);
    }
    return chunk.rows();
  }
}

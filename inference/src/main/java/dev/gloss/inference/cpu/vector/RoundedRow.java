package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;

import dev.gloss.inference.cpu.kernels.RoundedRows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A row of activations rounded to integers, laid out for products in 16-bit lanes.
///
/// Such products have the low and the high half of a word of codes beside each other, so their
/// activations come in pairs too: a quad of columns `c .. c + 3` has the pairs (`c`, `c + 2`) and
/// (`c + 1`, `c + 3`), the first of each in the low half of an int.
final class RoundedRow {
  /// Pairs of half a block, and their sum before them.
  static final int HALF_PAIRS = 1 + BLOCK / 4;

  private static final int FIRST_COLUMNS = 4_096;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final int LOW_HALF = 0xffff;

  /// `[blocks, 2, HALF_PAIRS]`. (Sums are here too, since loads from one array are compiled to
  /// instructions that load and broadcast, those from several are not.)
  int[] pairs = new int[FIRST_COLUMNS / BLOCK * 2 * HALF_PAIRS];

  /// The scales of the blocks.
  float[] scales = new float[FIRST_COLUMNS / BLOCK];

  /// `sums * scales`.
  float[] scaledSums = new float[FIRST_COLUMNS / BLOCK];

  /// Takes a row; the arrays grow to the widest that is met.
  void set(RoundedRows x, int row, int columns) {
    int blocks = columns / BLOCK;
    if (blocks > scales.length) {
      pairs = new int[blocks * 2 * HALF_PAIRS];
      scales = new float[blocks];
      scaledSums = new float[blocks];
    }
    for (int block = 0; block < blocks; block++) {
      long at = x.offsetOf(row, block);
      arrange(x.segment(), at, block);
      scales[block] = x.segment().get(Lanes.FLOAT, at + RoundedRows.SCALE);
      scaledSums[block] = x.segment().get(Lanes.FLOAT, at + RoundedRows.SCALED_SUM);
    }
  }

  private void arrange(MemorySegment x, long at, int block) {
    for (int half = 0; half < 2; half++) {
      int to = (2 * block + half) * HALF_PAIRS;
      pairs[to] = x.get(INT, at + RoundedRows.PAIR_SUMS + (long) half * Integer.BYTES);
      long quads = at + (long) half * BLOCK / 2;
      for (int quad = 0; quad < BLOCK / 8; quad++) {
        int four = x.get(INT, quads + (long) quad * Integer.BYTES);
        int second = (byte) (four >> 8);
        pairs[to + 1 + 2 * quad] = (byte) four & LOW_HALF | four << 8 >> 24 << Short.SIZE;
        pairs[to + 2 + 2 * quad] = second & LOW_HALF | four >> 24 << Short.SIZE;
      }
    }
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;

import dev.gloss.inference.cpu.kernels.RowView;

/// A row of activations rounded to integers, laid out for products in 16-bit lanes.
///
/// Such products have the low and the high half of a word of codes beside each other, so their
/// activations come in pairs too: a quad of columns `c .. c + 3` has the pairs (`c`, `c + 2`) and
/// (`c + 1`, `c + 3`), the first of each in the low half of an int.
final class RoundedRow {
  /// Pairs of half a block, and their sum before them.
  static final int HALF_PAIRS = 1 + BLOCK / 4;

  private static final int FIRST_COLUMNS = 4_096;
  private static final int CHUNK_BLOCKS = 32;
  private static final int LOW_HALF = 0xffff;

  private final int[] integers = new int[CHUNK_BLOCKS * BLOCK];

  /// `[blocks, 2, HALF_PAIRS]`. (Sums are here too, since loads from one array are compiled to
  /// instructions that load and broadcast, those from several are not.)
  int[] pairs = new int[FIRST_COLUMNS / BLOCK * 2 * HALF_PAIRS];

  /// The sums of the integers of each block.
  float[] sums = new float[FIRST_COLUMNS / BLOCK];

  /// The scales of the blocks.
  float[] scales = new float[FIRST_COLUMNS / BLOCK];

  /// `sums * scales`.
  float[] scaledSums = new float[FIRST_COLUMNS / BLOCK];

  /// Takes a row; the arrays grow to the widest that is met.
  void set(RowView x, int row, int columns) {
    int blocks = columns / BLOCK;
    if (blocks > sums.length) {
      pairs = new int[blocks * 2 * HALF_PAIRS];
      sums = new float[blocks];
      scales = new float[blocks];
      scaledSums = new float[blocks];
    }
    for (int first = 0; first < blocks; first += CHUNK_BLOCKS) {
      int count = Math.min(CHUNK_BLOCKS, blocks - first);
      long at = x.offsetOf(row) + (long) first * BLOCK * Float.BYTES;
      Rounding.round(x.segment(), at, count, integers, scales, first);
      for (int block = 0; block < count; block++) {
        arrange(block, first + block);
      }
    }
  }

  private void arrange(int from, int block) {
    int sum = 0;
    for (int half = 0; half < 2; half++) {
      int low = 0;
      int high = 0;
      int to = (2 * block + half) * HALF_PAIRS;
      int at = from * BLOCK + half * BLOCK / 2;
      for (int quad = 0; quad < BLOCK / 8; quad++) {
        int a = integers[at + 4 * quad];
        int b = integers[at + 4 * quad + 1];
        int c = integers[at + 4 * quad + 2];
        int d = integers[at + 4 * quad + 3];
        pairs[to + 1 + 2 * quad] = a & LOW_HALF | c << Short.SIZE;
        pairs[to + 2 + 2 * quad] = b & LOW_HALF | d << Short.SIZE;
        low += a + b;
        high += c + d;
      }
      pairs[to] = low & LOW_HALF | high << Short.SIZE;
      sum += low + high;
    }
    sums[block] = sum;
    scaledSums[block] = sum * scales[block];
  }
}

package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// `Q4_1`: integers of 4 bits times a scale, plus a minimum.
///
/// A word of factors has scale and minimum of a block, as binary16.
public final class Q41Panels extends BlockPanels {
  private static final int STORED_BYTES = 20;
  private static final int STORED_CODES = 4;

  Q41Panels() {
    super(DType.Q4_1, BLOCK, 1, PackedCodes.NIBBLE_WORDS);
  }

  @Override
  public boolean hasMinima() {
    return true;
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    PackedCodes.nibbles(matrix.data(), codesOffset(matrix, panel, block), 0, to, at);
  }

  @Override
  public float scale(PackedMatrix matrix, int panel, int block, int row) {
    return half(factor(matrix, panel, block, 0, row));
  }

  @Override
  public float minimum(PackedMatrix matrix, int panel, int block, int row) {
    return half(factor(matrix, panel, block, 0, row) >>> 16);
  }

  @Override
  boolean packRow(
      MemorySegment from, long fromOffset, int columns, MemorySegment to, long toOffset) {
    long codes = toOffset + codesOffset(columns);
    boolean finite = true;
    for (int block = 0; block < columns / BLOCK; block++) {
      long stored = fromOffset + (long) block * STORED_BYTES;
      int factors = from.get(INT, stored);
      finite &= areFinite(factors);
      putFactor(to, toOffset, block, 0, factors);
      putNibbles(from, stored + STORED_CODES, to, codes, block);
    }
    return finite;
  }
}

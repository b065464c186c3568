package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// `Q5_1`: integers of 5 bits times a scale, plus a minimum.
///
/// A word of factors has scale and minimum of a block, as binary16.
public final class Q51Panels extends BlockPanels {
  private static final int STORED_BYTES = 24;
  private static final int STORED_FIFTH_BITS = 4;
  private static final int STORED_CODES = 8;

  Q51Panels() {
    super(DType.Q5_1, BLOCK, 1, PackedCodes.NIBBLE_WORDS + 1);
  }

  @Override
  public boolean hasMinima() {
    return true;
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    PackedCodes.fiveBits(matrix.data(), codesOffset(matrix, panel, block), 0, to, at);
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
      int fifthBits = from.get(INT, stored + STORED_FIFTH_BITS);
      putCodes(to, codes, block, PackedCodes.NIBBLE_WORDS, PackedCodes.fifthBits(fifthBits));
    }
    return finite;
  }
}

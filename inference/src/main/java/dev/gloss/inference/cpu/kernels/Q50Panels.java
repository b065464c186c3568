package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// `Q5_0`: integers of 5 bits less 16, times a scale.
///
/// A word of factors has the scales of two blocks, as binary16.
public final class Q50Panels extends BlockPanels {
  /// Subtracted from codes.
  public static final int BIAS = 16;

  private static final int STORED_BYTES = 22;
  private static final int STORED_FIFTH_BITS = 2;
  private static final int STORED_CODES = 6;

  Q50Panels() {
    super(DType.Q5_0, 2 * BLOCK, 1, PackedCodes.NIBBLE_WORDS + 1);
  }

  @Override
  public boolean hasMinima() {
    return false;
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    long codes = codesOffset(matrix, panel, block);
    PackedCodes.fiveBits(matrix.data(), codes, BIAS, to, at);
  }

  @Override
  public float scale(PackedMatrix matrix, int panel, int block, int row) {
    int scales = factor(matrix, panel, block, 0, row);
    return half(block % 2 == 0 ? scales : scales >>> 16);
  }

  @Override
  boolean packRow(
      MemorySegment from, long fromOffset, int columns, MemorySegment to, long toOffset) {
    long codes = toOffset + codesOffset(columns);
    boolean finite = true;
    int scales = 0;
    for (int block = 0; block < columns / BLOCK; block++) {
      long stored = fromOffset + (long) block * STORED_BYTES;
      int scale = from.get(ValueLayout.JAVA_SHORT_UNALIGNED, stored) & 0xffff;
      scales = block % 2 == 0 ? scale : scales | scale << 16;
      finite &= areFinite(scales);
      putFactor(to, toOffset, block / 2, 0, scales);
      putNibbles(from, stored + STORED_CODES, to, codes, block);
      int fifthBits = from.get(INT, stored + STORED_FIFTH_BITS);
      putCodes(to, codes, block, PackedCodes.NIBBLE_WORDS, PackedCodes.fifthBits(fifthBits));
    }
    return finite;
  }
}

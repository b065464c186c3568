package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// `Q4_0`: integers of 4 bits less 8, times a scale.
///
/// A word of factors has the scales of two blocks, as binary16.
public final class Q40Panels extends BlockPanels {
  /// Subtracted from codes.
  public static final int BIAS = 8;

  private static final int STORED_BYTES = 18;
  private static final int STORED_CODES = 2;

  Q40Panels() {
    super(DType.Q4_0, 2 * BLOCK, 1, PackedCodes.NIBBLE_WORDS);
  }

  @Override
  public boolean hasMinima() {
    return false;
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    long codes = codesOffset(matrix, panel, block);
    PackedCodes.nibbles(matrix.data(), codes, BIAS, to, at);
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
    }
    return finite;
  }
}

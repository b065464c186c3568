package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// `Q4_0`: integers of 4 bits less 8, times a scale.
public final class Q40Panels extends ScaledPanels {
  /// Subtracted from codes.
  public static final int BIAS = 8;

  Q40Panels() {
    super(DType.Q4_0, 18, PackedCodes.NIBBLE_WORDS);
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    long codes = codesOffset(matrix, panel, block);
    PackedCodes.nibbles(matrix.data(), codes, BIAS, to, at);
  }

  @Override
  void packCodes(MemorySegment from, long stored, MemorySegment to, long codes, int block) {
    putNibbles(from, stored + STORED_CODES, to, codes, block);
  }
}

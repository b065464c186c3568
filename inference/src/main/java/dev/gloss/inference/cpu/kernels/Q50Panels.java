package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// `Q5_0`: integers of 5 bits less 16, times a scale.
public final class Q50Panels extends ScaledPanels {
  /// Subtracted from codes.
  public static final int BIAS = 16;

  Q50Panels() {
    super(DType.Q5_0, 22, PackedCodes.NIBBLE_WORDS + 1);
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    long codes = codesOffset(matrix, panel, block);
    PackedCodes.fiveBits(matrix.data(), codes, BIAS, to, at);
  }

  @Override
  void packCodes(MemorySegment from, long stored, MemorySegment to, long codes, int block) {
    putNibbles(from, stored + STORED_CODES + Integer.BYTES, to, codes, block);
    int fifthBits = from.get(INT, stored + STORED_CODES);
    putCodes(to, codes, block, PackedCodes.NIBBLE_WORDS, PackedCodes.fifthBits(fifthBits));
  }
}

package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// `Q5_1`: integers of 5 bits times a scale, plus a minimum.
public final class Q51Panels extends ShiftedPanels {
  Q51Panels() {
    super(DType.Q5_1, 24, PackedCodes.NIBBLE_WORDS + 1);
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    long codes = codesOffset(matrix, panel, block);
    PackedCodes.fiveBits(matrix.data(), codes, 0, to, at);
  }

  @Override
  void packCodes(MemorySegment from, long stored, MemorySegment to, long codes, int block) {
    putNibbles(from, stored + STORED_CODES + Integer.BYTES, to, codes, block);
    int fifthBits = from.get(INT, stored + STORED_CODES);
    putCodes(to, codes, block, PackedCodes.NIBBLE_WORDS, PackedCodes.fifthBits(fifthBits));
  }
}

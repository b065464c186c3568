package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// `Q4_1`: integers of 4 bits times a scale, plus a minimum.
public final class Q41Panels extends ShiftedPanels {
  Q41Panels() {
    super(DType.Q4_1, 20, PackedCodes.NIBBLE_WORDS);
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    long codes = codesOffset(matrix, panel, block);
    PackedCodes.nibbles(matrix.data(), codes, 0, to, at);
  }

  @Override
  void packCodes(MemorySegment from, long stored, MemorySegment to, long codes, int block) {
    putNibbles(from, stored + STORED_CODES, to, codes, block);
  }
}

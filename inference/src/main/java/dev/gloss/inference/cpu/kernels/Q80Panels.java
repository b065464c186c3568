package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// `Q8_0`: integers of 8 bits with a sign, times a scale.
public final class Q80Panels extends ScaledPanels {
  Q80Panels() {
    super(DType.Q8_0, 34, PackedCodes.BYTE_WORDS);
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    long codes = codesOffset(matrix, panel, block);
    PackedCodes.bytes(matrix.data(), codes, to, at);
  }

  @Override
  void packCodes(MemorySegment from, long stored, MemorySegment to, long codes, int block) {
    for (int word = 0; word < PackedCodes.BYTE_WORDS; word++) {
      int value = from.get(INT, stored + STORED_CODES + (long) word * Integer.BYTES);
      putCodes(to, codes, block, word, value);
    }
  }
}

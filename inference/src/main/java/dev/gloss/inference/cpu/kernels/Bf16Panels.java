package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// Two upper halves of float32 a word: decoded by a shift.
public final class Bf16Panels extends WordPanels {
  Bf16Panels() {
    super(2);
  }

  @Override
  public DType dtype() {
    return DType.BF16;
  }

  @Override
  int undecodable(int codes) {
    return 0;
  }

  @Override
  void decodeColumn(MemorySegment data, long offset, int shift, float[] block, int to) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      int code = data.get(INT, offset + (long) row * Integer.BYTES) >>> shift;
      block[to + row] = Float.intBitsToFloat(code << 16);
    }
  }
}

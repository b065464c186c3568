package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// Two binary16 a word: decoded by shifts and one exact multiplication.
public final class F16Panels extends WordPanels {
  /// Codes shifted into a float32 are too small by this factor.
  public static final float EXPONENT_OFFSET = 0x1p112f;

  F16Panels() {
    super(2);
  }

  @Override
  public DType dtype() {
    return DType.F16;
  }

  /// Infinities and NaN.
  @Override
  int undecodable(int codes) {
    return (codes & 0x7c007c00) + 0x04000400 & 0x80008000;
  }

  @Override
  void decodeColumn(MemorySegment data, long offset, int shift, float[] block, int to) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      int code = data.get(INT, offset + (long) row * Integer.BYTES) >>> shift;
      int bits = (code & 0x8000) << 16 | (code & 0x7fff) << 13;
      block[to + row] = Float.intBitsToFloat(bits) * EXPONENT_OFFSET;
    }
  }
}

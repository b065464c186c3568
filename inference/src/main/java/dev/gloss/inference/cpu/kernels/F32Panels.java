package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.FLOAT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// One float32 a word.
public final class F32Panels extends WordPanels {
  F32Panels() {
    super(1);
  }

  @Override
  public DType dtype() {
    return DType.F32;
  }

  @Override
  int undecodable(int codes) {
    return 0;
  }

  @Override
  void decodeColumn(MemorySegment data, long offset, int shift, float[] block, int to) {
    MemorySegment.copy(data, FLOAT, offset, block, to, PANEL_ROWS);
  }
}

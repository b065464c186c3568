package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.ShiftedPanels;
import java.lang.foreign.MemorySegment;

/// Loops of [ShiftedPanels].
abstract class ShiftedLoops extends BlockLoops {

  @Override
  final void factors(
      MemorySegment w,
      long words,
      int blocks,
      float[] toScales,
      float[] toMinima,
      int toAt,
      int stride) {
    FactorLoops.halves(w, words, blocks, toScales, toAt, toMinima, toAt, stride);
  }
}

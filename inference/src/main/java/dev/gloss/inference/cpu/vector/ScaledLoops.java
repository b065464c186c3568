package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.ScaledPanels;
import java.lang.foreign.MemorySegment;

/// Loops of [ScaledPanels].
abstract class ScaledLoops extends BlockLoops {

  @Override
  final void factors(
      MemorySegment w,
      long words,
      int blocks,
      float[] toScales,
      float[] toMinima,
      int toAt,
      int stride) {
    int odd = toAt + stride;
    int pairs = (blocks + 1) / 2;
    FactorLoops.halves(w, words, pairs, toScales, toAt, toScales, odd, 2 * stride);
  }
}

package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q41Panels;
import java.lang.foreign.MemorySegment;

/// Loops of [Q41Panels].
final class Q41Loops extends ShiftedLoops {

  @Override
  Q41Panels format() {
    return PanelFormats.Q4_1;
  }

  @Override
  void unpack(MemorySegment w, long codes, int blocks, int[] to, int lane) {
    QuadUnpacking.nibbles(w, codes, blocks, to, lane);
  }

  @Override
  void sums(
      MemorySegment w, long w0, long w1, RoundedRow row, int firstBlock, int blocks, float[] to) {
    QuadSums.nibbles(w, w0, w1, bias(), row, firstBlock, blocks, to);
  }
}

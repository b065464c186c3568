package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q51Panels;
import java.lang.foreign.MemorySegment;

/// Loops of [Q51Panels].
final class Q51Loops extends ShiftedLoops {

  @Override
  Q51Panels format() {
    return PanelFormats.Q5_1;
  }

  @Override
  void unpack(MemorySegment w, long codes, int blocks, int[] to, int lane) {
    QuadUnpacking.fiveBits(w, codes, blocks, to, lane);
  }

  @Override
  void sums(
      MemorySegment w, long w0, long w1, RoundedRow row, int firstBlock, int blocks, float[] to) {
    QuadSums.fiveBits(w, w0, w1, bias(), row, firstBlock, blocks, to);
  }
}

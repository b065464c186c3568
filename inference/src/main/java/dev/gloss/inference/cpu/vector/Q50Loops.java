package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q50Panels;
import java.lang.foreign.MemorySegment;

/// Loops of [Q50Panels].
final class Q50Loops extends ScaledLoops {

  @Override
  Q50Panels format() {
    return PanelFormats.Q5_0;
  }

  @Override
  short bias() {
    return Q50Panels.BIAS;
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

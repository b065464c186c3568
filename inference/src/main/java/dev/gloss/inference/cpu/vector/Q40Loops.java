package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q40Panels;
import java.lang.foreign.MemorySegment;

/// Loops of [Q40Panels].
final class Q40Loops extends ScaledLoops {

  @Override
  Q40Panels format() {
    return PanelFormats.Q4_0;
  }

  @Override
  short bias() {
    return Q40Panels.BIAS;
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

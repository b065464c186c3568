package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q5KPanels;
import java.lang.foreign.MemorySegment;

/// Loops of [Q5KPanels].
final class Q5KLoops extends BlockLoops {

  @Override
  Q5KPanels format() {
    return PanelFormats.Q5_K;
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

  @Override
  void factors(
      MemorySegment w,
      long words,
      int blocks,
      float[] toScales,
      float[] toMinima,
      int toAt,
      int stride) {
    SuperBlockFactors.decode(w, words, blocks, toScales, toMinima, toAt, stride);
  }
}

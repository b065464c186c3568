package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;
import static dev.gloss.inference.cpu.vector.QuadUnpacking.QUADS;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q80Panels;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;

/// Loops of [Q80Panels].
final class Q80Loops extends ScaledLoops {
  private static final int SIGNS = 0x80808080;

  @Override
  Q80Panels format() {
    return PanelFormats.Q8_0;
  }

  /// Quads are what is stored.
  @Override
  void unpack(MemorySegment w, long codes, int blocks, int[] to, int lane) {
    for (int quad = 0; quad < blocks * QUADS; quad++) {
      IntVector.fromMemorySegment(INTS, w, codes + (long) quad * STEP_BYTES, ORDER)
          .intoArray(to, quad * PANEL_ROWS + lane);
    }
  }

  @Override
  void integers(
      PackedMatrix matrix,
      int panel,
      int firstBlock,
      int blocks,
      int firstLane,
      int lanes,
      float[] to,
      int toAt,
      int stride) {
    for (int i = 0; i < lanes; i += Lanes.COUNT) {
      // With their signs inverted the bytes are 128 more, without sign.
      int lane = firstLane + i;
      QuadUnpacking.floats(quads(), lane, blocks * QUADS, SIGNS, 128, to, toAt + i, stride);
    }
  }

  @Override
  void sums(
      MemorySegment w, long w0, long w1, RoundedRow row, int firstBlock, int blocks, float[] to) {
    QuadSums.bytes(w, w0, w1, row, firstBlock, blocks, to);
  }
}

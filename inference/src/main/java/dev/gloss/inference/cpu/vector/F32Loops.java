package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.F32Panels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Loops of [F32Panels].
final class F32Loops extends RowLoops {

  @Override
  F32Panels format() {
    return PanelFormats.F32;
  }

  @Override
  int fewRows(PackedMatrix matrix) {
    return 1;
  }

  @Override
  void multiplyRow(PackedMatrix matrix, int panel, float[] x, MemorySegment y, long yOffset) {
    multiplyRow(
        matrix.data(),
        vectorOffset(matrix, panel, 0),
        vectorOffset(matrix, panel, 1),
        vectorOffset(matrix, panel, 2),
        vectorOffset(matrix, panel, 3),
        matrix.columns(),
        x,
        y,
        yOffset);
  }

  private static void multiplyRow(
      MemorySegment w,
      long w0,
      long w1,
      long w2,
      long w3,
      int words,
      float[] x,
      MemorySegment y,
      long yOffset) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      FloatVector v = FloatVector.broadcast(FLOATS, x[word]);
      s0 = FloatVector.fromMemorySegment(FLOATS, w, w0 + step, ORDER).fma(v, s0);
      s1 = FloatVector.fromMemorySegment(FLOATS, w, w1 + step, ORDER).fma(v, s1);
      s2 = FloatVector.fromMemorySegment(FLOATS, w, w2 + step, ORDER).fma(v, s2);
      s3 = FloatVector.fromMemorySegment(FLOATS, w, w3 + step, ORDER).fma(v, s3);
    }
    s0.intoMemorySegment(y, yOffset, ORDER);
    s1.intoMemorySegment(y, yOffset + Lanes.BYTES, ORDER);
    s2.intoMemorySegment(y, yOffset + 2L * Lanes.BYTES, ORDER);
    s3.intoMemorySegment(y, yOffset + 3L * Lanes.BYTES, ORDER);
  }

  @Override
  boolean isDecoded() {
    return true;
  }

  @Override
  void decode(
      PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long toOffset) {
    long from = matrix.panelOffset(panel) + (long) first * STEP_BYTES;
    MemorySegment.copy(matrix.data(), from, to, toOffset, (long) count * STEP_BYTES);
  }
}

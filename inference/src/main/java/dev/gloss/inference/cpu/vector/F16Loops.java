package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.F16Panels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Loops of [F16Panels].
final class F16Loops extends RowLoops {
  /// The sign at bit 31 and, behind three copies of it, exponent and mantissa.
  static final int SHIFTED = 0x8fffe000;

  @Override
  F16Panels format() {
    return PanelFormats.F16;
  }

  @Override
  int fewRows(PackedMatrix matrix) {
    return matrix.columns() % 2 == 0 ? 1 : 0;
  }

  @Override
  void multiplyRow(PackedMatrix matrix, int panel, float[] x, MemorySegment y, long yOffset) {
    multiplyRow(
        matrix.data(),
        vectorOffset(matrix, panel, 0),
        vectorOffset(matrix, panel, 1),
        vectorOffset(matrix, panel, 2),
        vectorOffset(matrix, panel, 3),
        matrix.columns() / 2,
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
    FloatVector exponent = FloatVector.broadcast(FLOATS, F16Panels.EXPONENT_OFFSET);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      IntVector c0 = IntVector.fromMemorySegment(INTS, w, w0 + step, ORDER);
      IntVector c1 = IntVector.fromMemorySegment(INTS, w, w1 + step, ORDER);
      IntVector c2 = IntVector.fromMemorySegment(INTS, w, w2 + step, ORDER);
      IntVector c3 = IntVector.fromMemorySegment(INTS, w, w3 + step, ORDER);
      FloatVector v = FloatVector.broadcast(FLOATS, x[2 * word]);
      IntVector d0 = c0.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 3);
      IntVector d1 = c1.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 3);
      IntVector d2 = c2.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 3);
      IntVector d3 = c3.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 3);
      s0 = d0.and(SHIFTED).reinterpretAsFloats().mul(exponent).fma(v, s0);
      s1 = d1.and(SHIFTED).reinterpretAsFloats().mul(exponent).fma(v, s1);
      s2 = d2.and(SHIFTED).reinterpretAsFloats().mul(exponent).fma(v, s2);
      s3 = d3.and(SHIFTED).reinterpretAsFloats().mul(exponent).fma(v, s3);
      v = FloatVector.broadcast(FLOATS, x[2 * word + 1]);
      d0 = c0.lanewise(VectorOperators.ASHR, 3);
      d1 = c1.lanewise(VectorOperators.ASHR, 3);
      d2 = c2.lanewise(VectorOperators.ASHR, 3);
      d3 = c3.lanewise(VectorOperators.ASHR, 3);
      s0 = d0.and(SHIFTED).reinterpretAsFloats().mul(exponent).fma(v, s0);
      s1 = d1.and(SHIFTED).reinterpretAsFloats().mul(exponent).fma(v, s1);
      s2 = d2.and(SHIFTED).reinterpretAsFloats().mul(exponent).fma(v, s2);
      s3 = d3.and(SHIFTED).reinterpretAsFloats().mul(exponent).fma(v, s3);
    }
    s0.intoMemorySegment(y, yOffset, ORDER);
    s1.intoMemorySegment(y, yOffset + Lanes.BYTES, ORDER);
    s2.intoMemorySegment(y, yOffset + 2L * Lanes.BYTES, ORDER);
    s3.intoMemorySegment(y, yOffset + 3L * Lanes.BYTES, ORDER);
  }

  @Override
  void decode(
      PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long toOffset) {
    long from = matrix.panelOffset(panel) + (long) (first / 2) * STEP_BYTES;
    for (int lane = 0; lane < PANEL_ROWS; lane += Lanes.COUNT) {
      long laneOffset = (long) lane * Float.BYTES;
      decodeWords(matrix.data(), from + laneOffset, (count + 1) / 2, to, toOffset + laneOffset);
    }
  }

  private static void decodeWords(
      MemorySegment from, long fromOffset, int words, MemorySegment to, long toOffset) {
    FloatVector exponent = FloatVector.broadcast(FLOATS, F16Panels.EXPONENT_OFFSET);
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      IntVector codes = IntVector.fromMemorySegment(INTS, from, fromOffset + step, ORDER);
      FloatVector low =
          codes
              .lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(SHIFTED)
              .reinterpretAsFloats();
      FloatVector high = codes.lanewise(VectorOperators.ASHR, 3).and(SHIFTED).reinterpretAsFloats();
      low.mul(exponent).intoMemorySegment(to, toOffset + 2 * step, ORDER);
      high.mul(exponent).intoMemorySegment(to, toOffset + 2 * step + STEP_BYTES, ORDER);
    }
  }
}

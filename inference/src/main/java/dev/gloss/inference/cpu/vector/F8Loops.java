package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.F8Panels.EXPONENT_OFFSET;
import static dev.gloss.inference.cpu.kernels.F8Panels.SCALE_WORDS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.F8Panels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Loops of [F8Panels].
final class F8Loops extends RowLoops {
  /// The sign at bit 31 and, behind four copies of it, exponent and mantissa.
  private static final int SHIFTED = 0x87f00000;

  @Override
  F8Panels format() {
    return PanelFormats.F8;
  }

  @Override
  int fewRows(PackedMatrix matrix) {
    return matrix.columns() % 4 == 0 ? 1 : 0;
  }

  @Override
  void multiplyRow(PackedMatrix matrix, int panel, float[] x, MemorySegment y, long yOffset) {
    for (int vector = 0; vector < GROUP_VECTORS; vector += 2) {
      multiplyRow(
          matrix.data(),
          panelOffset(matrix, panel, vector),
          panelOffset(matrix, panel, vector + 1),
          laneOffset(vector) + format().headerBytes(matrix.columns()),
          laneOffset(vector + 1) + format().headerBytes(matrix.columns()),
          matrix.columns() / 4,
          x,
          y,
          yOffset + (long) vector * Lanes.BYTES);
    }
  }

  /// Two vectors of rows, which give enough to decode.
  ///
  /// @param wa where the first vector's panel begins, and its scales; `wb` the second's
  /// @param codesA bytes from there to the first vector's codes; `codesB` the second's
  private static void multiplyRow(
      MemorySegment w,
      long wa,
      long wb,
      long codesA,
      long codesB,
      int words,
      float[] x,
      MemorySegment y,
      long yOffset) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    for (int first = 0; first < words; first += SCALE_WORDS) {
      long scaleOffset = (long) (first / SCALE_WORDS) * Float.BYTES;
      FloatVector sa = FloatVector.broadcast(FLOATS, w.get(FLOAT, wa + scaleOffset));
      FloatVector sb = FloatVector.broadcast(FLOATS, w.get(FLOAT, wb + scaleOffset));
      sa = sa.mul(EXPONENT_OFFSET);
      sb = sb.mul(EXPONENT_OFFSET);
      int end = Math.min(first + SCALE_WORDS, words);
      for (int word = first; word < end; word++) {
        long step = (long) word * STEP_BYTES;
        int at = 4 * word;
        IntVector ca = IntVector.fromMemorySegment(INTS, w, wa + codesA + step, ORDER);
        IntVector cb = IntVector.fromMemorySegment(INTS, w, wb + codesB + step, ORDER);
        FloatVector v = FloatVector.broadcast(FLOATS, x[at]);
        IntVector da = ca.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 4);
        IntVector db = cb.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 4);
        a = da.and(SHIFTED).reinterpretAsFloats().mul(sa).fma(v, a);
        b = db.and(SHIFTED).reinterpretAsFloats().mul(sb).fma(v, b);
        v = FloatVector.broadcast(FLOATS, x[at + 1]);
        da = ca.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 4);
        db = cb.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 4);
        a = da.and(SHIFTED).reinterpretAsFloats().mul(sa).fma(v, a);
        b = db.and(SHIFTED).reinterpretAsFloats().mul(sb).fma(v, b);
        v = FloatVector.broadcast(FLOATS, x[at + 2]);
        da = ca.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 4);
        db = cb.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 4);
        a = da.and(SHIFTED).reinterpretAsFloats().mul(sa).fma(v, a);
        b = db.and(SHIFTED).reinterpretAsFloats().mul(sb).fma(v, b);
        v = FloatVector.broadcast(FLOATS, x[at + 3]);
        da = ca.lanewise(VectorOperators.ASHR, 4);
        db = cb.lanewise(VectorOperators.ASHR, 4);
        a = da.and(SHIFTED).reinterpretAsFloats().mul(sa).fma(v, a);
        b = db.and(SHIFTED).reinterpretAsFloats().mul(sb).fma(v, b);
      }
    }
    a.intoMemorySegment(y, yOffset, ORDER);
    b.intoMemorySegment(y, yOffset + Lanes.BYTES, ORDER);
  }

  @Override
  void decode(
      PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long toOffset) {
    long codes = matrix.panelOffset(panel) + format().headerBytes(matrix.columns());
    int words = Math.ceilDiv(count, 4);
    for (int word = 0; word < words; word += SCALE_WORDS) {
      int scale = first / (4 * SCALE_WORDS) + word / SCALE_WORDS;
      float factor = matrix.data().get(FLOAT, matrix.panelOffset(panel) + (long) scale * 4);
      long from = codes + (long) (first / 4 + word) * STEP_BYTES;
      for (int lane = 0; lane < PANEL_ROWS; lane += Lanes.COUNT) {
        long laneOffset = (long) lane * Float.BYTES;
        decodeWords(
            matrix.data(),
            from + laneOffset,
            Math.min(SCALE_WORDS, words - word),
            factor * EXPONENT_OFFSET,
            to,
            toOffset + laneOffset + 4L * word * STEP_BYTES);
      }
    }
  }

  /// Words of one scale.
  private static void decodeWords(
      MemorySegment from,
      long fromOffset,
      int words,
      float scale,
      MemorySegment to,
      long toOffset) {
    FloatVector factor = FloatVector.broadcast(FLOATS, scale);
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      long out = toOffset + 4 * step;
      IntVector codes = IntVector.fromMemorySegment(INTS, from, fromOffset + step, ORDER);
      IntVector c0 = codes.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 4);
      IntVector c1 = codes.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 4);
      IntVector c2 = codes.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 4);
      IntVector c3 = codes.lanewise(VectorOperators.ASHR, 4);
      FloatVector f0 = c0.and(SHIFTED).reinterpretAsFloats();
      FloatVector f1 = c1.and(SHIFTED).reinterpretAsFloats();
      FloatVector f2 = c2.and(SHIFTED).reinterpretAsFloats();
      FloatVector f3 = c3.and(SHIFTED).reinterpretAsFloats();
      f0.mul(factor).intoMemorySegment(to, out, ORDER);
      f1.mul(factor).intoMemorySegment(to, out + STEP_BYTES, ORDER);
      f2.mul(factor).intoMemorySegment(to, out + 2 * STEP_BYTES, ORDER);
      f3.mul(factor).intoMemorySegment(to, out + 3 * STEP_BYTES, ORDER);
    }
  }
}

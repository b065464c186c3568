package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Products of vectors of output rows with one row of activations, weights decoded on the way; the
/// form of decoding steps.
///
/// Each method adds all columns, ascending, one chain a number, as [PanelTiles] does. Four vectors
/// together hide the latency of the multiply-adds; FP8 has enough to decode with two.
final class PanelRow {
  /// Words of FP8 codes that share a scale.
  static final int SCALE_WORDS_SHIFT = 5;

  private PanelRow() {}

  /// Float32, one a word, for four vectors of rows.
  ///
  /// @param w0 offset of the first vector's weights, `w1` to `w3` of the others'
  /// @param x the activations, from index 0
  /// @param yOffset of the results, vector by vector
  static void f32(
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

  /// Two upper halves of float32 a word, for four vectors of rows; parameters as for [#f32].
  static void bf16(
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
      IntVector c0 = IntVector.fromMemorySegment(INTS, w, w0 + step, ORDER);
      IntVector c1 = IntVector.fromMemorySegment(INTS, w, w1 + step, ORDER);
      IntVector c2 = IntVector.fromMemorySegment(INTS, w, w2 + step, ORDER);
      IntVector c3 = IntVector.fromMemorySegment(INTS, w, w3 + step, ORDER);
      FloatVector v = FloatVector.broadcast(FLOATS, x[2 * word]);
      s0 = c0.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(v, s0);
      s1 = c1.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(v, s1);
      s2 = c2.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(v, s2);
      s3 = c3.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(v, s3);
      v = FloatVector.broadcast(FLOATS, x[2 * word + 1]);
      s0 = c0.and(0xffff0000).reinterpretAsFloats().fma(v, s0);
      s1 = c1.and(0xffff0000).reinterpretAsFloats().fma(v, s1);
      s2 = c2.and(0xffff0000).reinterpretAsFloats().fma(v, s2);
      s3 = c3.and(0xffff0000).reinterpretAsFloats().fma(v, s3);
    }
    s0.intoMemorySegment(y, yOffset, ORDER);
    s1.intoMemorySegment(y, yOffset + Lanes.BYTES, ORDER);
    s2.intoMemorySegment(y, yOffset + 2L * Lanes.BYTES, ORDER);
    s3.intoMemorySegment(y, yOffset + 3L * Lanes.BYTES, ORDER);
  }

  /// Four FP8 codes a word, for two vectors of rows; parameters as for [#f32].
  ///
  /// @param scales by block of columns, times [PackedMatrix#F8_EXPONENT_OFFSET]
  static void f8(
      MemorySegment w,
      long w0,
      long w1,
      int words,
      float[] scales,
      float[] x,
      MemorySegment y,
      long yOffset) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      int at = 4 * word;
      FloatVector scale = FloatVector.broadcast(FLOATS, scales[word >> SCALE_WORDS_SHIFT]);
      IntVector ca = IntVector.fromMemorySegment(INTS, w, w0 + step, ORDER);
      IntVector cb = IntVector.fromMemorySegment(INTS, w, w1 + step, ORDER);
      FloatVector v = FloatVector.broadcast(FLOATS, x[at]);
      IntVector da = ca.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 4);
      IntVector db = cb.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 4);
      a = da.and(0x87f00000).reinterpretAsFloats().mul(scale).fma(v, a);
      b = db.and(0x87f00000).reinterpretAsFloats().mul(scale).fma(v, b);
      v = FloatVector.broadcast(FLOATS, x[at + 1]);
      da = ca.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 4);
      db = cb.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 4);
      a = da.and(0x87f00000).reinterpretAsFloats().mul(scale).fma(v, a);
      b = db.and(0x87f00000).reinterpretAsFloats().mul(scale).fma(v, b);
      v = FloatVector.broadcast(FLOATS, x[at + 2]);
      da = ca.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 4);
      db = cb.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 4);
      a = da.and(0x87f00000).reinterpretAsFloats().mul(scale).fma(v, a);
      b = db.and(0x87f00000).reinterpretAsFloats().mul(scale).fma(v, b);
      v = FloatVector.broadcast(FLOATS, x[at + 3]);
      da = ca.lanewise(VectorOperators.ASHR, 4);
      db = cb.lanewise(VectorOperators.ASHR, 4);
      a = da.and(0x87f00000).reinterpretAsFloats().mul(scale).fma(v, a);
      b = db.and(0x87f00000).reinterpretAsFloats().mul(scale).fma(v, b);
    }
    a.intoMemorySegment(y, yOffset, ORDER);
    b.intoMemorySegment(y, yOffset + Lanes.BYTES, ORDER);
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;
import static dev.gloss.inference.cpu.vector.PanelRow.SCALE_WORDS_SHIFT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// What [PanelRow] does, for two rows of activations at once: the form of a decoding step that
/// verifies a draft. A weight is decoded once for both rows; each row's numbers are added as there.
///
/// Two vectors of output rows together; parameters are those of [PanelRow], twice what belongs to a
/// row of activations.
final class PanelPair {
  private PanelPair() {}

  /// Float32, one a word.
  static void f32(
      MemorySegment w,
      long w0,
      long w1,
      int words,
      float[] x0,
      float[] x1,
      MemorySegment y,
      long y0,
      long y1) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      FloatVector wa = FloatVector.fromMemorySegment(FLOATS, w, w0 + step, ORDER);
      FloatVector wb = FloatVector.fromMemorySegment(FLOATS, w, w1 + step, ORDER);
      FloatVector v0 = FloatVector.broadcast(FLOATS, x0[word]);
      FloatVector v1 = FloatVector.broadcast(FLOATS, x1[word]);
      a0 = wa.fma(v0, a0);
      b0 = wb.fma(v0, b0);
      a1 = wa.fma(v1, a1);
      b1 = wb.fma(v1, b1);
    }
    a0.intoMemorySegment(y, y0, ORDER);
    b0.intoMemorySegment(y, y0 + Lanes.BYTES, ORDER);
    a1.intoMemorySegment(y, y1, ORDER);
    b1.intoMemorySegment(y, y1 + Lanes.BYTES, ORDER);
  }

  /// Two upper halves of float32 a word.
  static void bf16(
      MemorySegment w,
      long w0,
      long w1,
      int words,
      float[] x0,
      float[] x1,
      MemorySegment y,
      long y0,
      long y1) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      int at = 2 * word;
      IntVector ca = IntVector.fromMemorySegment(INTS, w, w0 + step, ORDER);
      IntVector cb = IntVector.fromMemorySegment(INTS, w, w1 + step, ORDER);
      FloatVector wa = ca.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector wb = cb.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector v0 = FloatVector.broadcast(FLOATS, x0[at]);
      FloatVector v1 = FloatVector.broadcast(FLOATS, x1[at]);
      a0 = wa.fma(v0, a0);
      b0 = wb.fma(v0, b0);
      a1 = wa.fma(v1, a1);
      b1 = wb.fma(v1, b1);
      wa = ca.and(0xffff0000).reinterpretAsFloats();
      wb = cb.and(0xffff0000).reinterpretAsFloats();
      v0 = FloatVector.broadcast(FLOATS, x0[at + 1]);
      v1 = FloatVector.broadcast(FLOATS, x1[at + 1]);
      a0 = wa.fma(v0, a0);
      b0 = wb.fma(v0, b0);
      a1 = wa.fma(v1, a1);
      b1 = wb.fma(v1, b1);
    }
    a0.intoMemorySegment(y, y0, ORDER);
    b0.intoMemorySegment(y, y0 + Lanes.BYTES, ORDER);
    a1.intoMemorySegment(y, y1, ORDER);
    b1.intoMemorySegment(y, y1 + Lanes.BYTES, ORDER);
  }

  /// Four FP8 codes a word.
  static void f8(
      MemorySegment w,
      long w0,
      long w1,
      int words,
      float[] scales,
      float[] x0,
      float[] x1,
      MemorySegment y,
      long y0,
      long y1) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      int at = 4 * word;
      FloatVector scale = FloatVector.broadcast(FLOATS, scales[word >> SCALE_WORDS_SHIFT]);
      IntVector ca = IntVector.fromMemorySegment(INTS, w, w0 + step, ORDER);
      IntVector cb = IntVector.fromMemorySegment(INTS, w, w1 + step, ORDER);
      IntVector da = ca.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 4);
      IntVector db = cb.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 4);
      FloatVector wa = da.and(0x87f00000).reinterpretAsFloats().mul(scale);
      FloatVector wb = db.and(0x87f00000).reinterpretAsFloats().mul(scale);
      FloatVector v0 = FloatVector.broadcast(FLOATS, x0[at]);
      FloatVector v1 = FloatVector.broadcast(FLOATS, x1[at]);
      a0 = wa.fma(v0, a0);
      b0 = wb.fma(v0, b0);
      a1 = wa.fma(v1, a1);
      b1 = wb.fma(v1, b1);
      da = ca.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 4);
      db = cb.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 4);
      wa = da.and(0x87f00000).reinterpretAsFloats().mul(scale);
      wb = db.and(0x87f00000).reinterpretAsFloats().mul(scale);
      v0 = FloatVector.broadcast(FLOATS, x0[at + 1]);
      v1 = FloatVector.broadcast(FLOATS, x1[at + 1]);
      a0 = wa.fma(v0, a0);
      b0 = wb.fma(v0, b0);
      a1 = wa.fma(v1, a1);
      b1 = wb.fma(v1, b1);
      da = ca.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 4);
      db = cb.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 4);
      wa = da.and(0x87f00000).reinterpretAsFloats().mul(scale);
      wb = db.and(0x87f00000).reinterpretAsFloats().mul(scale);
      v0 = FloatVector.broadcast(FLOATS, x0[at + 2]);
      v1 = FloatVector.broadcast(FLOATS, x1[at + 2]);
      a0 = wa.fma(v0, a0);
      b0 = wb.fma(v0, b0);
      a1 = wa.fma(v1, a1);
      b1 = wb.fma(v1, b1);
      da = ca.lanewise(VectorOperators.ASHR, 4);
      db = cb.lanewise(VectorOperators.ASHR, 4);
      wa = da.and(0x87f00000).reinterpretAsFloats().mul(scale);
      wb = db.and(0x87f00000).reinterpretAsFloats().mul(scale);
      v0 = FloatVector.broadcast(FLOATS, x0[at + 3]);
      v1 = FloatVector.broadcast(FLOATS, x1[at + 3]);
      a0 = wa.fma(v0, a0);
      b0 = wb.fma(v0, b0);
      a1 = wa.fma(v1, a1);
      b1 = wb.fma(v1, b1);
    }
    a0.intoMemorySegment(y, y0, ORDER);
    b0.intoMemorySegment(y, y0 + Lanes.BYTES, ORDER);
    a1.intoMemorySegment(y, y1, ORDER);
    b1.intoMemorySegment(y, y1 + Lanes.BYTES, ORDER);
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Products of two vectors of output rows with one row of activations, weights decoded on the way;
/// the form of decoding steps, which are bound by reading the weights.
///
/// Each method adds `words` whole words to what is in `y`, or to 0 when `fresh`, in the order of
/// [PanelTiles].
final class PanelRow {
  private PanelRow() {}

  /// Two upper halves of float32 a word.
  static void bf16(
      MemorySegment w,
      long w0,
      long w1,
      int words,
      MemorySegment x,
      long xOffset,
      MemorySegment y,
      long y0,
      long y1) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      long at = xOffset + (long) word * 2 * Float.BYTES;
      IntVector ca = IntVector.fromMemorySegment(INTS, w, w0 + step, ORDER);
      IntVector cb = IntVector.fromMemorySegment(INTS, w, w1 + step, ORDER);
      FloatVector v = FloatVector.broadcast(FLOATS, x.get(FLOAT, at));
      a = ca.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(v, a);
      b = cb.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().fma(v, b);
      v = FloatVector.broadcast(FLOATS, x.get(FLOAT, at + Float.BYTES));
      a = ca.and(0xffff0000).reinterpretAsFloats().fma(v, a);
      b = cb.and(0xffff0000).reinterpretAsFloats().fma(v, b);
    }
    a.intoMemorySegment(y, y0, ORDER);
    b.intoMemorySegment(y, y1, ORDER);
  }

  /// Four FP8 codes a word, all of one scale.
  ///
  /// @param scale the block's, times [PackedMatrix#F8_EXPONENT_OFFSET]
  static void f8(
      MemorySegment w,
      long w0,
      long w1,
      int words,
      float scale,
      MemorySegment x,
      long xOffset,
      MemorySegment y,
      long y0,
      long y1,
      boolean fresh) {
    FloatVector factor = FloatVector.broadcast(FLOATS, scale);
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    if (!fresh) {
      a = FloatVector.fromMemorySegment(FLOATS, y, y0, ORDER);
      b = FloatVector.fromMemorySegment(FLOATS, y, y1, ORDER);
    }
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      long at = xOffset + (long) word * 4 * Float.BYTES;
      IntVector ca = IntVector.fromMemorySegment(INTS, w, w0 + step, ORDER);
      IntVector cb = IntVector.fromMemorySegment(INTS, w, w1 + step, ORDER);
      FloatVector v = FloatVector.broadcast(FLOATS, x.get(FLOAT, at));
      IntVector da = ca.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 4);
      IntVector db = cb.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 4);
      a = da.and(0x87f00000).reinterpretAsFloats().mul(factor).fma(v, a);
      b = db.and(0x87f00000).reinterpretAsFloats().mul(factor).fma(v, b);
      v = FloatVector.broadcast(FLOATS, x.get(FLOAT, at + Float.BYTES));
      da = ca.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 4);
      db = cb.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 4);
      a = da.and(0x87f00000).reinterpretAsFloats().mul(factor).fma(v, a);
      b = db.and(0x87f00000).reinterpretAsFloats().mul(factor).fma(v, b);
      v = FloatVector.broadcast(FLOATS, x.get(FLOAT, at + 2 * Float.BYTES));
      da = ca.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 4);
      db = cb.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 4);
      a = da.and(0x87f00000).reinterpretAsFloats().mul(factor).fma(v, a);
      b = db.and(0x87f00000).reinterpretAsFloats().mul(factor).fma(v, b);
      v = FloatVector.broadcast(FLOATS, x.get(FLOAT, at + 3 * Float.BYTES));
      da = ca.lanewise(VectorOperators.ASHR, 4);
      db = cb.lanewise(VectorOperators.ASHR, 4);
      a = da.and(0x87f00000).reinterpretAsFloats().mul(factor).fma(v, a);
      b = db.and(0x87f00000).reinterpretAsFloats().mul(factor).fma(v, b);
    }
    a.intoMemorySegment(y, y0, ORDER);
    b.intoMemorySegment(y, y1, ORDER);
  }
}

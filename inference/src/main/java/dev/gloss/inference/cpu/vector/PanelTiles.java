package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Products of two vectors of output rows with one, two or four rows of activations; weights are
/// float32 in steps of [dev.gloss.inference.cpu.kernels.PackedMatrix#STEP_BYTES].
///
/// Each method adds the products of `count` columns to what is in `y`, or to 0 when `fresh`;
/// columns ascend, one chain a number. Four rows make eight chains, which hides the latency of the
/// multiply-adds.
final class PanelTiles {
  private static final int ROWS = ManyRows.TILE_ROWS;

  private PanelTiles() {}

  /// Four rows of activations; or three, when the last two have the same place for their results,
  /// which are those of the first of them.
  ///
  /// @param w0 offset of the first vector's weights, `w1` of the second's
  /// @param xFirst index of the tile
  /// @param y0 offset of the first vector's results in the first row, `y1` of the second's
  /// @param last bytes from the first row's results to the last's
  static void four(
      MemorySegment w,
      long w0,
      long w1,
      int count,
      float[] x,
      int xFirst,
      MemorySegment y,
      long y0,
      long y1,
      long yStride,
      long last,
      boolean fresh) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    FloatVector a2 = a0;
    FloatVector b2 = a0;
    FloatVector a3 = a0;
    FloatVector b3 = a0;
    if (!fresh) {
      a0 = FloatVector.fromMemorySegment(FLOATS, y, y0, ORDER);
      b0 = FloatVector.fromMemorySegment(FLOATS, y, y1, ORDER);
      a1 = FloatVector.fromMemorySegment(FLOATS, y, y0 + yStride, ORDER);
      b1 = FloatVector.fromMemorySegment(FLOATS, y, y1 + yStride, ORDER);
      a2 = FloatVector.fromMemorySegment(FLOATS, y, y0 + 2 * yStride, ORDER);
      b2 = FloatVector.fromMemorySegment(FLOATS, y, y1 + 2 * yStride, ORDER);
      a3 = FloatVector.fromMemorySegment(FLOATS, y, y0 + last, ORDER);
      b3 = FloatVector.fromMemorySegment(FLOATS, y, y1 + last, ORDER);
    }
    for (int k = 0; k < count; k++) {
      long step = (long) k * STEP_BYTES;
      int at = xFirst + k * ROWS;
      FloatVector wa = FloatVector.fromMemorySegment(FLOATS, w, w0 + step, ORDER);
      FloatVector wb = FloatVector.fromMemorySegment(FLOATS, w, w1 + step, ORDER);
      FloatVector v0 = FloatVector.broadcast(FLOATS, x[at]);
      FloatVector v1 = FloatVector.broadcast(FLOATS, x[at + 1]);
      FloatVector v2 = FloatVector.broadcast(FLOATS, x[at + 2]);
      FloatVector v3 = FloatVector.broadcast(FLOATS, x[at + 3]);
      a0 = wa.fma(v0, a0);
      b0 = wb.fma(v0, b0);
      a1 = wa.fma(v1, a1);
      b1 = wb.fma(v1, b1);
      a2 = wa.fma(v2, a2);
      b2 = wb.fma(v2, b2);
      a3 = wa.fma(v3, a3);
      b3 = wb.fma(v3, b3);
    }
    a3.intoMemorySegment(y, y0 + last, ORDER);
    b3.intoMemorySegment(y, y1 + last, ORDER);
    a2.intoMemorySegment(y, y0 + 2 * yStride, ORDER);
    b2.intoMemorySegment(y, y1 + 2 * yStride, ORDER);
    a1.intoMemorySegment(y, y0 + yStride, ORDER);
    b1.intoMemorySegment(y, y1 + yStride, ORDER);
    a0.intoMemorySegment(y, y0, ORDER);
    b0.intoMemorySegment(y, y1, ORDER);
  }

  /// Two rows of activations; parameters as for [#four].
  static void two(
      MemorySegment w,
      long w0,
      long w1,
      int count,
      float[] x,
      int xFirst,
      MemorySegment y,
      long y0,
      long y1,
      long yStride,
      boolean fresh) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    if (!fresh) {
      a0 = FloatVector.fromMemorySegment(FLOATS, y, y0, ORDER);
      b0 = FloatVector.fromMemorySegment(FLOATS, y, y1, ORDER);
      a1 = FloatVector.fromMemorySegment(FLOATS, y, y0 + yStride, ORDER);
      b1 = FloatVector.fromMemorySegment(FLOATS, y, y1 + yStride, ORDER);
    }
    for (int k = 0; k < count; k++) {
      long step = (long) k * STEP_BYTES;
      int at = xFirst + k * ROWS;
      FloatVector wa = FloatVector.fromMemorySegment(FLOATS, w, w0 + step, ORDER);
      FloatVector wb = FloatVector.fromMemorySegment(FLOATS, w, w1 + step, ORDER);
      FloatVector v0 = FloatVector.broadcast(FLOATS, x[at]);
      FloatVector v1 = FloatVector.broadcast(FLOATS, x[at + 1]);
      a0 = wa.fma(v0, a0);
      b0 = wb.fma(v0, b0);
      a1 = wa.fma(v1, a1);
      b1 = wb.fma(v1, b1);
    }
    a0.intoMemorySegment(y, y0, ORDER);
    b0.intoMemorySegment(y, y1, ORDER);
    a1.intoMemorySegment(y, y0 + yStride, ORDER);
    b1.intoMemorySegment(y, y1 + yStride, ORDER);
  }

  /// One row of activations; parameters as for [#four].
  static void one(
      MemorySegment w,
      long w0,
      long w1,
      int count,
      float[] x,
      int xFirst,
      MemorySegment y,
      long y0,
      long y1,
      boolean fresh) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    if (!fresh) {
      a = FloatVector.fromMemorySegment(FLOATS, y, y0, ORDER);
      b = FloatVector.fromMemorySegment(FLOATS, y, y1, ORDER);
    }
    for (int k = 0; k < count; k++) {
      long step = (long) k * STEP_BYTES;
      FloatVector v = FloatVector.broadcast(FLOATS, x[xFirst + k * ROWS]);
      a = FloatVector.fromMemorySegment(FLOATS, w, w0 + step, ORDER).fma(v, a);
      b = FloatVector.fromMemorySegment(FLOATS, w, w1 + step, ORDER).fma(v, b);
    }
    a.intoMemorySegment(y, y0, ORDER);
    b.intoMemorySegment(y, y1, ORDER);
  }
}

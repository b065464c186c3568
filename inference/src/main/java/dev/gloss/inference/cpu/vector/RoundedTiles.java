package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Products of two vectors of output rows with four rows of activations, both rounded to integers
/// and held as float32.
final class RoundedTiles {
  private static final int ROWS = ManyRows.TILE_ROWS;

  private RoundedTiles() {}

  /// Adds the products of one block of columns to what is in `y`, or to 0 when `fresh`.
  ///
  /// @param w0 offset of the first vector's integers, `w1` of the second's
  /// @param d0 offset of the first vector's scales and minima, `d1` of the second's
  /// @param xAt index of the tile's integers
  /// @param a scales of the rows of activations
  /// @param sums of the integers of each row, times its scale
  /// @param aAt index of the block in both
  /// @param y0 offset of the first vector's results in the first row, those of the second follow
  static void addBlock(
      MemorySegment w,
      long w0,
      long w1,
      MemorySegment scales,
      MemorySegment minima,
      long d0,
      long d1,
      boolean hasMinima,
      float[] x,
      int xAt,
      float[] a,
      float[] sums,
      int aAt,
      MemorySegment y,
      long y0,
      long yStride,
      boolean fresh) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s0 = zero;
    FloatVector t0 = zero;
    FloatVector s1 = zero;
    FloatVector t1 = zero;
    FloatVector s2 = zero;
    FloatVector t2 = zero;
    FloatVector s3 = zero;
    FloatVector t3 = zero;
    for (int k = 0; k < BLOCK; k++) {
      long step = (long) k * STEP_BYTES;
      int at = xAt + k * ROWS;
      FloatVector wa = FloatVector.fromMemorySegment(FLOATS, w, w0 + step, ORDER);
      FloatVector wb = FloatVector.fromMemorySegment(FLOATS, w, w1 + step, ORDER);
      FloatVector v0 = FloatVector.broadcast(FLOATS, x[at]);
      FloatVector v1 = FloatVector.broadcast(FLOATS, x[at + 1]);
      FloatVector v2 = FloatVector.broadcast(FLOATS, x[at + 2]);
      FloatVector v3 = FloatVector.broadcast(FLOATS, x[at + 3]);
      s0 = wa.fma(v0, s0);
      t0 = wb.fma(v0, t0);
      s1 = wa.fma(v1, s1);
      t1 = wb.fma(v1, t1);
      s2 = wa.fma(v2, s2);
      t2 = wb.fma(v2, t2);
      s3 = wa.fma(v3, s3);
      t3 = wb.fma(v3, t3);
    }
    long y1 = y0 + yStride;
    long y2 = y1 + yStride;
    long y3 = y2 + yStride;
    FloatVector da = FloatVector.fromMemorySegment(FLOATS, scales, d0, ORDER);
    FloatVector db = FloatVector.fromMemorySegment(FLOATS, scales, d1, ORDER);
    if (fresh) {
      s0 = s0.fma(da.mul(a[aAt + 0]), zero);
      t0 = t0.fma(db.mul(a[aAt + 0]), zero);
      s1 = s1.fma(da.mul(a[aAt + 1]), zero);
      t1 = t1.fma(db.mul(a[aAt + 1]), zero);
      s2 = s2.fma(da.mul(a[aAt + 2]), zero);
      t2 = t2.fma(db.mul(a[aAt + 2]), zero);
      s3 = s3.fma(da.mul(a[aAt + 3]), zero);
      t3 = t3.fma(db.mul(a[aAt + 3]), zero);
    } else {
      s0 = s0.fma(da.mul(a[aAt + 0]), FloatVector.fromMemorySegment(FLOATS, y, y0, ORDER));
      t0 =
          t0.fma(
              db.mul(a[aAt + 0]),
              FloatVector.fromMemorySegment(FLOATS, y, y0 + Lanes.BYTES, ORDER));
      s1 = s1.fma(da.mul(a[aAt + 1]), FloatVector.fromMemorySegment(FLOATS, y, y1, ORDER));
      t1 =
          t1.fma(
              db.mul(a[aAt + 1]),
              FloatVector.fromMemorySegment(FLOATS, y, y1 + Lanes.BYTES, ORDER));
      s2 = s2.fma(da.mul(a[aAt + 2]), FloatVector.fromMemorySegment(FLOATS, y, y2, ORDER));
      t2 =
          t2.fma(
              db.mul(a[aAt + 2]),
              FloatVector.fromMemorySegment(FLOATS, y, y2 + Lanes.BYTES, ORDER));
      s3 = s3.fma(da.mul(a[aAt + 3]), FloatVector.fromMemorySegment(FLOATS, y, y3, ORDER));
      t3 =
          t3.fma(
              db.mul(a[aAt + 3]),
              FloatVector.fromMemorySegment(FLOATS, y, y3 + Lanes.BYTES, ORDER));
    }
    if (hasMinima) {
      FloatVector ma = FloatVector.fromMemorySegment(FLOATS, minima, d0, ORDER);
      FloatVector mb = FloatVector.fromMemorySegment(FLOATS, minima, d1, ORDER);
      FloatVector x0 = FloatVector.broadcast(FLOATS, sums[aAt + 0]);
      s0 = ma.fma(x0, s0);
      t0 = mb.fma(x0, t0);
      FloatVector x1 = FloatVector.broadcast(FLOATS, sums[aAt + 1]);
      s1 = ma.fma(x1, s1);
      t1 = mb.fma(x1, t1);
      FloatVector x2 = FloatVector.broadcast(FLOATS, sums[aAt + 2]);
      s2 = ma.fma(x2, s2);
      t2 = mb.fma(x2, t2);
      FloatVector x3 = FloatVector.broadcast(FLOATS, sums[aAt + 3]);
      s3 = ma.fma(x3, s3);
      t3 = mb.fma(x3, t3);
    }
    s0.intoMemorySegment(y, y0, ORDER);
    t0.intoMemorySegment(y, y0 + Lanes.BYTES, ORDER);
    s1.intoMemorySegment(y, y1, ORDER);
    t1.intoMemorySegment(y, y1 + Lanes.BYTES, ORDER);
    s2.intoMemorySegment(y, y2, ORDER);
    t2.intoMemorySegment(y, y2 + Lanes.BYTES, ORDER);
    s3.intoMemorySegment(y, y3, ORDER);
    t3.intoMemorySegment(y, y3 + Lanes.BYTES, ORDER);
  }
}

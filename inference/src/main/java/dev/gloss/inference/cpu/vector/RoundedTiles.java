package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Products of two vectors of output rows with four rows of activations, both rounded to integers
/// and held as float32.
final class RoundedTiles {
  /// Numbers from one step of weights to the next.
  static final int STRIDE = 2 * Lanes.COUNT;

  private static final int ROWS = ManyRows.TILE_ROWS;

  private RoundedTiles() {}

  /// Adds the products of blocks of columns to what is in `y`, or to 0 when `fresh`.
  ///
  /// @param w integers of the weights, `[blocks, BLOCK, STRIDE]`
  /// @param scales of the weights, `[blocks, STRIDE]`
  /// @param minima likewise
  /// @param x integers of the activations, `[blocks, BLOCK, ROWS]`
  /// @param a their scales, `[blocks, ROWS]`
  /// @param sums of their integers, times the scale, likewise
  /// @param y0 offset of the first vector's results in the first row; those of the second follow
  static void multiply(
      float[] w,
      float[] scales,
      float[] minima,
      boolean hasMinima,
      int blocks,
      float[] x,
      float[] a,
      float[] sums,
      MemorySegment y,
      long y0,
      long yStride,
      boolean fresh) {
    FloatVector zero = FloatVector.zero(FLOATS);
    long y1 = y0 + yStride;
    long y2 = y1 + yStride;
    long y3 = y2 + yStride;
    FloatVector p0 = zero;
    FloatVector q0 = zero;
    FloatVector p1 = zero;
    FloatVector q1 = zero;
    FloatVector p2 = zero;
    FloatVector q2 = zero;
    FloatVector p3 = zero;
    FloatVector q3 = zero;
    if (!fresh) {
      p0 = FloatVector.fromMemorySegment(FLOATS, y, y0, ORDER);
      q0 = FloatVector.fromMemorySegment(FLOATS, y, y0 + Lanes.BYTES, ORDER);
      p1 = FloatVector.fromMemorySegment(FLOATS, y, y1, ORDER);
      q1 = FloatVector.fromMemorySegment(FLOATS, y, y1 + Lanes.BYTES, ORDER);
      p2 = FloatVector.fromMemorySegment(FLOATS, y, y2, ORDER);
      q2 = FloatVector.fromMemorySegment(FLOATS, y, y2 + Lanes.BYTES, ORDER);
      p3 = FloatVector.fromMemorySegment(FLOATS, y, y3, ORDER);
      q3 = FloatVector.fromMemorySegment(FLOATS, y, y3 + Lanes.BYTES, ORDER);
    }
    for (int block = 0; block < blocks; block++) {
      FloatVector s0 = zero;
      FloatVector t0 = zero;
      FloatVector s1 = zero;
      FloatVector t1 = zero;
      FloatVector s2 = zero;
      FloatVector t2 = zero;
      FloatVector s3 = zero;
      FloatVector t3 = zero;
      for (int k = block * BLOCK; k < (block + 1) * BLOCK; k++) {
        int at = k * ROWS;
        int wAt = k * STRIDE;
        FloatVector wa = FloatVector.fromArray(FLOATS, w, wAt);
        FloatVector wb = FloatVector.fromArray(FLOATS, w, wAt + Lanes.COUNT);
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
      int at = block * ROWS;
      int dAt = block * STRIDE;
      FloatVector da = FloatVector.fromArray(FLOATS, scales, dAt);
      FloatVector db = FloatVector.fromArray(FLOATS, scales, dAt + Lanes.COUNT);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[at]);
      p0 = s0.fma(da.mul(a0), p0);
      q0 = t0.fma(db.mul(a0), q0);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[at + 1]);
      p1 = s1.fma(da.mul(a1), p1);
      q1 = t1.fma(db.mul(a1), q1);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[at + 2]);
      p2 = s2.fma(da.mul(a2), p2);
      q2 = t2.fma(db.mul(a2), q2);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[at + 3]);
      p3 = s3.fma(da.mul(a3), p3);
      q3 = t3.fma(db.mul(a3), q3);
      if (hasMinima) {
        FloatVector ma = FloatVector.fromArray(FLOATS, minima, dAt);
        FloatVector mb = FloatVector.fromArray(FLOATS, minima, dAt + Lanes.COUNT);
        FloatVector b0 = FloatVector.broadcast(FLOATS, sums[at]);
        p0 = ma.fma(b0, p0);
        q0 = mb.fma(b0, q0);
        FloatVector b1 = FloatVector.broadcast(FLOATS, sums[at + 1]);
        p1 = ma.fma(b1, p1);
        q1 = mb.fma(b1, q1);
        FloatVector b2 = FloatVector.broadcast(FLOATS, sums[at + 2]);
        p2 = ma.fma(b2, p2);
        q2 = mb.fma(b2, q2);
        FloatVector b3 = FloatVector.broadcast(FLOATS, sums[at + 3]);
        p3 = ma.fma(b3, p3);
        q3 = mb.fma(b3, q3);
      }
    }
    p0.intoMemorySegment(y, y0, ORDER);
    q0.intoMemorySegment(y, y0 + Lanes.BYTES, ORDER);
    p1.intoMemorySegment(y, y1, ORDER);
    q1.intoMemorySegment(y, y1 + Lanes.BYTES, ORDER);
    p2.intoMemorySegment(y, y2, ORDER);
    q2.intoMemorySegment(y, y2 + Lanes.BYTES, ORDER);
    p3.intoMemorySegment(y, y3, ORDER);
    q3.intoMemorySegment(y, y3 + Lanes.BYTES, ORDER);
  }
}

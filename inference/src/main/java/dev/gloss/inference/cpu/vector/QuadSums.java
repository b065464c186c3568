package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Sums of the products of quads with a row of activations, in 16-bit lanes, for one vector of rows
/// and each half of a block by itself.
final class QuadSums {
  private static final int QUADS = QuadUnpacking.QUADS;
  private static final int LOW_BYTES = 0x00ff00ff;

  private QuadSums() {}

  /// Quads of codes without sign, at most 6 bits; each lane adds 8 products below 2^12.
  ///
  /// @param quads `[blocks, QUADS, PANEL_ROWS]`
  /// @param bias subtracted from codes; 32 if they have 6 bits
  /// @param first the first block, of the activations
  /// @param to `[blocks, 2, PANEL_ROWS]`
  /// @param lane first of the vector's rows
  static void ofCodes(
      int[] quads, short bias, RoundedRow row, int first, int blocks, float[] to, int lane) {
    int[] x = row.pairs;
    for (int half = 0; half < 2 * blocks; half++) {
      int at = half * (QUADS / 2 * PANEL_ROWS) + lane;
      int i = (2 * first + half) * RoundedRow.HALF_PAIRS;
      ShortVector s = IntVector.broadcast(INTS, x[i]).reinterpretAsShorts().mul((short) -bias);
      IntVector q = IntVector.fromArray(INTS, quads, at);
      ShortVector v = IntVector.broadcast(INTS, x[i + 1]).reinterpretAsShorts();
      s = s.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[i + 2]).reinterpretAsShorts();
      s = s.add(q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES).reinterpretAsShorts().mul(v));
      q = IntVector.fromArray(INTS, quads, at + PANEL_ROWS);
      v = IntVector.broadcast(INTS, x[i + 3]).reinterpretAsShorts();
      s = s.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[i + 4]).reinterpretAsShorts();
      s = s.add(q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES).reinterpretAsShorts().mul(v));
      q = IntVector.fromArray(INTS, quads, at + 2 * PANEL_ROWS);
      v = IntVector.broadcast(INTS, x[i + 5]).reinterpretAsShorts();
      s = s.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[i + 6]).reinterpretAsShorts();
      s = s.add(q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES).reinterpretAsShorts().mul(v));
      q = IntVector.fromArray(INTS, quads, at + 3 * PANEL_ROWS);
      v = IntVector.broadcast(INTS, x[i + 7]).reinterpretAsShorts();
      s = s.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[i + 8]).reinterpretAsShorts();
      s = s.add(q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES).reinterpretAsShorts().mul(v));
      IntVector lanes = s.reinterpretAsInts();
      IntVector low = lanes.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
      IntVector sum = lanes.lanewise(VectorOperators.ASHR, 16).add(low);
      ((FloatVector) sum.convertShape(VectorOperators.I2F, FLOATS, 0))
          .intoArray(to, half * PANEL_ROWS + lane);
    }
  }

  /// Quads of signed bytes; a lane holds two products, 2^14 at most. Parameters as for [#ofCodes].
  static void ofBytes(int[] quads, RoundedRow row, int first, int blocks, float[] to, int lane) {
    int[] x = row.pairs;
    for (int half = 0; half < 2 * blocks; half++) {
      int at = half * (QUADS / 2 * PANEL_ROWS) + lane;
      int i = (2 * first + half) * RoundedRow.HALF_PAIRS;
      IntVector q0 = IntVector.fromArray(INTS, quads, at);
      ShortVector e0 = IntVector.broadcast(INTS, x[i + 1]).reinterpretAsShorts();
      ShortVector o0 = IntVector.broadcast(INTS, x[i + 2]).reinterpretAsShorts();
      ShortVector s0 =
          q0.reinterpretAsShorts()
              .lanewise(VectorOperators.LSHL, 8)
              .lanewise(VectorOperators.ASHR, 8)
              .mul(e0)
              .add(q0.reinterpretAsShorts().lanewise(VectorOperators.ASHR, 8).mul(o0));
      IntVector q1 = IntVector.fromArray(INTS, quads, at + PANEL_ROWS);
      ShortVector e1 = IntVector.broadcast(INTS, x[i + 3]).reinterpretAsShorts();
      ShortVector o1 = IntVector.broadcast(INTS, x[i + 4]).reinterpretAsShorts();
      ShortVector s1 =
          q1.reinterpretAsShorts()
              .lanewise(VectorOperators.LSHL, 8)
              .lanewise(VectorOperators.ASHR, 8)
              .mul(e1)
              .add(q1.reinterpretAsShorts().lanewise(VectorOperators.ASHR, 8).mul(o1));
      IntVector q2 = IntVector.fromArray(INTS, quads, at + 2 * PANEL_ROWS);
      ShortVector e2 = IntVector.broadcast(INTS, x[i + 5]).reinterpretAsShorts();
      ShortVector o2 = IntVector.broadcast(INTS, x[i + 6]).reinterpretAsShorts();
      ShortVector s2 =
          q2.reinterpretAsShorts()
              .lanewise(VectorOperators.LSHL, 8)
              .lanewise(VectorOperators.ASHR, 8)
              .mul(e2)
              .add(q2.reinterpretAsShorts().lanewise(VectorOperators.ASHR, 8).mul(o2));
      IntVector q3 = IntVector.fromArray(INTS, quads, at + 3 * PANEL_ROWS);
      ShortVector e3 = IntVector.broadcast(INTS, x[i + 7]).reinterpretAsShorts();
      ShortVector o3 = IntVector.broadcast(INTS, x[i + 8]).reinterpretAsShorts();
      ShortVector s3 =
          q3.reinterpretAsShorts()
              .lanewise(VectorOperators.LSHL, 8)
              .lanewise(VectorOperators.ASHR, 8)
              .mul(e3)
              .add(q3.reinterpretAsShorts().lanewise(VectorOperators.ASHR, 8).mul(o3));
      IntVector l0 = s0.reinterpretAsInts();
      IntVector l1 = s1.reinterpretAsInts();
      IntVector l2 = s2.reinterpretAsInts();
      IntVector l3 = s3.reinterpretAsInts();
      IntVector sum = l0.lanewise(VectorOperators.ASHR, 16);
      sum = sum.add(l0.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      sum = sum.add(l1.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      sum = sum.add(l1.lanewise(VectorOperators.ASHR, 16));
      sum = sum.add(l2.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      sum = sum.add(l2.lanewise(VectorOperators.ASHR, 16));
      sum = sum.add(l3.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      sum = sum.add(l3.lanewise(VectorOperators.ASHR, 16));
      ((FloatVector) sum.convertShape(VectorOperators.I2F, FLOATS, 0))
          .intoArray(to, half * PANEL_ROWS + lane);
    }
  }
}

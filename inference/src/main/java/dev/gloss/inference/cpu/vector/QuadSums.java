package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;
import static dev.gloss.inference.cpu.vector.Lanes.SHORTS;
import static dev.gloss.inference.cpu.vector.RoundedTiles.STRIDE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Sums of the products of codes with a row of activations, in 16-bit lanes, for two vectors of
/// rows and each half of a block by itself.
///
/// Codes are unpacked to quads on the way: four consecutive columns, a byte each. A lane adds 8
/// products below 2^12, of signed bytes two products of 2^14 at most. All is written out, since the
/// compiler does not inline methods that take vectors into loops as long as these.
final class QuadSums {
  private static final int HALF_NIBBLE_WORDS = 2;
  private static final int LOW_HALVES = 0x0f0f0f0f;
  private static final int FIFTH_BITS = 0x10101010;
  private static final int HIGH_PAIRS = 0x30303030;
  private static final int LOW_BYTES = 0x00ff00ff;

  private QuadSums() {}

  /// Codes of 4 bits.
  ///
  /// @param w0 offset of the first vector's codes in the first block, `w1` of the second's
  /// @param bias subtracted from codes
  /// @param first the first block, of the activations
  /// @param to `[blocks, 2, STRIDE]`
  static void nibbles(
      MemorySegment w,
      long w0,
      long w1,
      int bias,
      RoundedRow row,
      int first,
      int blocks,
      float[] to) {
    int[] x = row.pairs;
    for (int i = 0; i < 2 * blocks; i++) {
      int at = (2 * first + i) * RoundedRow.HALF_PAIRS;
      long step = (long) i * (HALF_NIBBLE_WORDS * STEP_BYTES);
      ShortVector v = IntVector.broadcast(INTS, x[at]).reinterpretAsShorts();
      ShortVector s = v.mul((short) -bias);
      ShortVector t = s;
      IntVector a0 = IntVector.fromMemorySegment(INTS, w, w0 + step, ORDER);
      IntVector b0 = IntVector.fromMemorySegment(INTS, w, w1 + step, ORDER);
      IntVector a1 = IntVector.fromMemorySegment(INTS, w, w0 + step + STEP_BYTES, ORDER);
      IntVector b1 = IntVector.fromMemorySegment(INTS, w, w1 + step + STEP_BYTES, ORDER);
      IntVector p = a0.and(LOW_HALVES);
      IntVector q = b0.and(LOW_HALVES);
      v = IntVector.broadcast(INTS, x[at + 1]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 2]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      p = a0.lanewise(VectorOperators.LSHR, 4).and(LOW_HALVES);
      q = b0.lanewise(VectorOperators.LSHR, 4).and(LOW_HALVES);
      v = IntVector.broadcast(INTS, x[at + 3]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 4]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      p = a1.and(LOW_HALVES);
      q = b1.and(LOW_HALVES);
      v = IntVector.broadcast(INTS, x[at + 5]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 6]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      p = a1.lanewise(VectorOperators.LSHR, 4).and(LOW_HALVES);
      q = b1.lanewise(VectorOperators.LSHR, 4).and(LOW_HALVES);
      v = IntVector.broadcast(INTS, x[at + 7]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 8]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      IntVector high = s.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16);
      IntVector low =
          s.reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 16);
      ((FloatVector) low.add(high).convertShape(VectorOperators.I2F, FLOATS, 0))
          .intoArray(to, i * STRIDE);
      high = t.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16);
      low =
          t.reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 16);
      ((FloatVector) low.add(high).convertShape(VectorOperators.I2F, FLOATS, 0))
          .intoArray(to, i * STRIDE + Lanes.COUNT);
    }
  }

  /// Codes of 5 bits; parameters as for [#nibbles].
  static void fiveBits(
      MemorySegment w,
      long w0,
      long w1,
      int bias,
      RoundedRow row,
      int first,
      int blocks,
      float[] to) {
    int[] x = row.pairs;
    for (int i = 0; i < 2 * blocks; i++) {
      int at = (2 * first + i) * RoundedRow.HALF_PAIRS;
      long block = (long) (i / 2) * (5 * STEP_BYTES);
      long step = block + i % 2 * (HALF_NIBBLE_WORDS * STEP_BYTES);
      ShortVector v = IntVector.broadcast(INTS, x[at]).reinterpretAsShorts();
      ShortVector s = v.mul((short) -bias);
      ShortVector t = s;
      IntVector a0 = IntVector.fromMemorySegment(INTS, w, w0 + step, ORDER);
      IntVector b0 = IntVector.fromMemorySegment(INTS, w, w1 + step, ORDER);
      IntVector a1 = IntVector.fromMemorySegment(INTS, w, w0 + step + STEP_BYTES, ORDER);
      IntVector b1 = IntVector.fromMemorySegment(INTS, w, w1 + step + STEP_BYTES, ORDER);
      int shift = i % 2 * 4;
      long bits = block + 2 * HALF_NIBBLE_WORDS * STEP_BYTES;
      IntVector c =
          IntVector.fromMemorySegment(INTS, w, w0 + bits, ORDER)
              .lanewise(VectorOperators.LSHR, shift);
      IntVector d =
          IntVector.fromMemorySegment(INTS, w, w1 + bits, ORDER)
              .lanewise(VectorOperators.LSHR, shift);
      IntVector p = a0.and(LOW_HALVES).or(c.lanewise(VectorOperators.LSHL, 4).and(FIFTH_BITS));
      IntVector q = b0.and(LOW_HALVES).or(d.lanewise(VectorOperators.LSHL, 4).and(FIFTH_BITS));
      v = IntVector.broadcast(INTS, x[at + 1]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 2]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      p =
          a0.lanewise(VectorOperators.LSHR, 4)
              .and(LOW_HALVES)
              .or(c.lanewise(VectorOperators.LSHL, 3).and(FIFTH_BITS));
      q =
          b0.lanewise(VectorOperators.LSHR, 4)
              .and(LOW_HALVES)
              .or(d.lanewise(VectorOperators.LSHL, 3).and(FIFTH_BITS));
      v = IntVector.broadcast(INTS, x[at + 3]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 4]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      p = a1.and(LOW_HALVES).or(c.lanewise(VectorOperators.LSHL, 2).and(FIFTH_BITS));
      q = b1.and(LOW_HALVES).or(d.lanewise(VectorOperators.LSHL, 2).and(FIFTH_BITS));
      v = IntVector.broadcast(INTS, x[at + 5]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 6]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      p =
          a1.lanewise(VectorOperators.LSHR, 4)
              .and(LOW_HALVES)
              .or(c.lanewise(VectorOperators.LSHL, 1).and(FIFTH_BITS));
      q =
          b1.lanewise(VectorOperators.LSHR, 4)
              .and(LOW_HALVES)
              .or(d.lanewise(VectorOperators.LSHL, 1).and(FIFTH_BITS));
      v = IntVector.broadcast(INTS, x[at + 7]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 8]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      IntVector high = s.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16);
      IntVector low =
          s.reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 16);
      ((FloatVector) low.add(high).convertShape(VectorOperators.I2F, FLOATS, 0))
          .intoArray(to, i * STRIDE);
      high = t.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16);
      low =
          t.reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 16);
      ((FloatVector) low.add(high).convertShape(VectorOperators.I2F, FLOATS, 0))
          .intoArray(to, i * STRIDE + Lanes.COUNT);
    }
  }

  /// Codes of 6 bits; parameters as for [#nibbles], `bias` is 32.
  static void sixBits(
      MemorySegment w,
      long w0,
      long w1,
      int bias,
      RoundedRow row,
      int first,
      int blocks,
      float[] to) {
    int[] x = row.pairs;
    for (int i = 0; i < 2 * blocks; i++) {
      int at = (2 * first + i) * RoundedRow.HALF_PAIRS;
      long step = (long) i * ((HALF_NIBBLE_WORDS + 1) * STEP_BYTES);
      ShortVector v = IntVector.broadcast(INTS, x[at]).reinterpretAsShorts();
      ShortVector s = v.mul((short) -bias);
      ShortVector t = s;
      IntVector a0 = IntVector.fromMemorySegment(INTS, w, w0 + step, ORDER);
      IntVector b0 = IntVector.fromMemorySegment(INTS, w, w1 + step, ORDER);
      IntVector a1 = IntVector.fromMemorySegment(INTS, w, w0 + step + STEP_BYTES, ORDER);
      IntVector b1 = IntVector.fromMemorySegment(INTS, w, w1 + step + STEP_BYTES, ORDER);
      IntVector a2 = IntVector.fromMemorySegment(INTS, w, w0 + step + 2 * STEP_BYTES, ORDER);
      IntVector b2 = IntVector.fromMemorySegment(INTS, w, w1 + step + 2 * STEP_BYTES, ORDER);
      IntVector p = a0.and(LOW_HALVES).or(a2.and(HIGH_PAIRS));
      IntVector q = b0.and(LOW_HALVES).or(b2.and(HIGH_PAIRS));
      v = IntVector.broadcast(INTS, x[at + 1]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 2]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      p =
          a0.lanewise(VectorOperators.LSHR, 4)
              .and(LOW_HALVES)
              .or(a2.lanewise(VectorOperators.LSHR, 2).and(HIGH_PAIRS));
      q =
          b0.lanewise(VectorOperators.LSHR, 4)
              .and(LOW_HALVES)
              .or(b2.lanewise(VectorOperators.LSHR, 2).and(HIGH_PAIRS));
      v = IntVector.broadcast(INTS, x[at + 3]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 4]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      p = a1.and(LOW_HALVES).or(a2.lanewise(VectorOperators.LSHL, 4).and(HIGH_PAIRS));
      q = b1.and(LOW_HALVES).or(b2.lanewise(VectorOperators.LSHL, 4).and(HIGH_PAIRS));
      v = IntVector.broadcast(INTS, x[at + 5]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 6]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      p =
          a1.lanewise(VectorOperators.LSHR, 4)
              .and(LOW_HALVES)
              .or(a2.lanewise(VectorOperators.LSHL, 2).and(HIGH_PAIRS));
      q =
          b1.lanewise(VectorOperators.LSHR, 4)
              .and(LOW_HALVES)
              .or(b2.lanewise(VectorOperators.LSHL, 2).and(HIGH_PAIRS));
      v = IntVector.broadcast(INTS, x[at + 7]).reinterpretAsShorts();
      s = s.add(p.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      t = t.add(q.and(LOW_BYTES).reinterpretAsShorts().mul(v));
      v = IntVector.broadcast(INTS, x[at + 8]).reinterpretAsShorts();
      p = p.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      q = q.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES);
      s = s.add(p.reinterpretAsShorts().mul(v));
      t = t.add(q.reinterpretAsShorts().mul(v));
      IntVector high = s.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16);
      IntVector low =
          s.reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 16);
      ((FloatVector) low.add(high).convertShape(VectorOperators.I2F, FLOATS, 0))
          .intoArray(to, i * STRIDE);
      high = t.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16);
      low =
          t.reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 16);
      ((FloatVector) low.add(high).convertShape(VectorOperators.I2F, FLOATS, 0))
          .intoArray(to, i * STRIDE + Lanes.COUNT);
    }
  }

  /// Signed bytes; parameters as for [#nibbles].
  static void bytes(
      MemorySegment w, long w0, long w1, RoundedRow row, int first, int blocks, float[] to) {
    int[] x = row.pairs;
    for (int i = 0; i < 2 * blocks; i++) {
      int at = (2 * first + i) * RoundedRow.HALF_PAIRS;
      long step = (long) i * (4 * STEP_BYTES);
      IntVector sum = IntVector.zero(INTS);
      IntVector other = sum;
      ShortVector p = ShortVector.fromMemorySegment(SHORTS, w, w0 + step, ORDER);
      ShortVector q = ShortVector.fromMemorySegment(SHORTS, w, w1 + step, ORDER);
      ShortVector v = IntVector.broadcast(INTS, x[at + 1]).reinterpretAsShorts();
      ShortVector s = p.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8).mul(v);
      ShortVector t = q.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8).mul(v);
      v = IntVector.broadcast(INTS, x[at + 2]).reinterpretAsShorts();
      s = p.lanewise(VectorOperators.ASHR, 8).mul(v).add(s);
      t = q.lanewise(VectorOperators.ASHR, 8).mul(v).add(t);
      sum =
          sum.add(
              s.reinterpretAsInts()
                  .lanewise(VectorOperators.LSHL, 16)
                  .lanewise(VectorOperators.ASHR, 16));
      sum = sum.add(s.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16));
      other =
          other.add(
              t.reinterpretAsInts()
                  .lanewise(VectorOperators.LSHL, 16)
                  .lanewise(VectorOperators.ASHR, 16));
      other = other.add(t.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16));
      p = ShortVector.fromMemorySegment(SHORTS, w, w0 + step + STEP_BYTES, ORDER);
      q = ShortVector.fromMemorySegment(SHORTS, w, w1 + step + STEP_BYTES, ORDER);
      v = IntVector.broadcast(INTS, x[at + 3]).reinterpretAsShorts();
      s = p.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8).mul(v);
      t = q.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8).mul(v);
      v = IntVector.broadcast(INTS, x[at + 4]).reinterpretAsShorts();
      s = p.lanewise(VectorOperators.ASHR, 8).mul(v).add(s);
      t = q.lanewise(VectorOperators.ASHR, 8).mul(v).add(t);
      sum =
          sum.add(
              s.reinterpretAsInts()
                  .lanewise(VectorOperators.LSHL, 16)
                  .lanewise(VectorOperators.ASHR, 16));
      sum = sum.add(s.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16));
      other =
          other.add(
              t.reinterpretAsInts()
                  .lanewise(VectorOperators.LSHL, 16)
                  .lanewise(VectorOperators.ASHR, 16));
      other = other.add(t.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16));
      p = ShortVector.fromMemorySegment(SHORTS, w, w0 + step + 2 * STEP_BYTES, ORDER);
      q = ShortVector.fromMemorySegment(SHORTS, w, w1 + step + 2 * STEP_BYTES, ORDER);
      v = IntVector.broadcast(INTS, x[at + 5]).reinterpretAsShorts();
      s = p.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8).mul(v);
      t = q.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8).mul(v);
      v = IntVector.broadcast(INTS, x[at + 6]).reinterpretAsShorts();
      s = p.lanewise(VectorOperators.ASHR, 8).mul(v).add(s);
      t = q.lanewise(VectorOperators.ASHR, 8).mul(v).add(t);
      sum =
          sum.add(
              s.reinterpretAsInts()
                  .lanewise(VectorOperators.LSHL, 16)
                  .lanewise(VectorOperators.ASHR, 16));
      sum = sum.add(s.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16));
      other =
          other.add(
              t.reinterpretAsInts()
                  .lanewise(VectorOperators.LSHL, 16)
                  .lanewise(VectorOperators.ASHR, 16));
      other = other.add(t.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16));
      p = ShortVector.fromMemorySegment(SHORTS, w, w0 + step + 3 * STEP_BYTES, ORDER);
      q = ShortVector.fromMemorySegment(SHORTS, w, w1 + step + 3 * STEP_BYTES, ORDER);
      v = IntVector.broadcast(INTS, x[at + 7]).reinterpretAsShorts();
      s = p.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8).mul(v);
      t = q.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8).mul(v);
      v = IntVector.broadcast(INTS, x[at + 8]).reinterpretAsShorts();
      s = p.lanewise(VectorOperators.ASHR, 8).mul(v).add(s);
      t = q.lanewise(VectorOperators.ASHR, 8).mul(v).add(t);
      sum =
          sum.add(
              s.reinterpretAsInts()
                  .lanewise(VectorOperators.LSHL, 16)
                  .lanewise(VectorOperators.ASHR, 16));
      sum = sum.add(s.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16));
      other =
          other.add(
              t.reinterpretAsInts()
                  .lanewise(VectorOperators.LSHL, 16)
                  .lanewise(VectorOperators.ASHR, 16));
      other = other.add(t.reinterpretAsInts().lanewise(VectorOperators.ASHR, 16));
      ((FloatVector) sum.convertShape(VectorOperators.I2F, FLOATS, 0)).intoArray(to, i * STRIDE);
      ((FloatVector) other.convertShape(VectorOperators.I2F, FLOATS, 0))
          .intoArray(to, i * STRIDE + Lanes.COUNT);
    }
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Unpacks codes of 4 to 6 bits, which `PackedCodes` describes, to quads: four consecutive columns,
/// a byte each, in an int of each row.
///
/// Methods take one vector of a panel's rows. They write to arrays, since a store to a memory
/// segment costs more checks than there is work.
final class QuadUnpacking {
  /// Quads of a block.
  static final int QUADS = 8;

  private static final int NIBBLE_WORDS = 4;
  private static final int FIVE_BIT_WORDS = 5;
  private static final int HALF_SIX_BIT_WORDS = 3;
  private static final int LOW_HALVES = 0x0f0f0f0f;
  private static final int FIFTH_BITS = 0x10101010;
  private static final int HIGH_PAIRS = 0x30303030;

  private QuadUnpacking() {}

  /// Codes of 4 bits.
  ///
  /// @param codes offset of the vector's codes in the first block
  /// @param to `[blocks, QUADS, PANEL_ROWS]`
  /// @param lane first of the vector's rows
  static void nibbles(MemorySegment w, long codes, int blocks, int[] to, int lane) {
    for (int word = 0; word < blocks * NIBBLE_WORDS; word++) {
      int out = word * (2 * PANEL_ROWS) + lane;
      IntVector c = IntVector.fromMemorySegment(INTS, w, codes + (long) word * STEP_BYTES, ORDER);
      c.and(LOW_HALVES).intoArray(to, out);
      c.lanewise(VectorOperators.LSHR, 4).and(LOW_HALVES).intoArray(to, out + PANEL_ROWS);
    }
  }

  /// Codes of 5 bits; parameters as for [#nibbles].
  static void fiveBits(MemorySegment w, long codes, int blocks, int[] to, int lane) {
    for (int block = 0; block < blocks; block++) {
      long at = codes + (long) block * (FIVE_BIT_WORDS * STEP_BYTES);
      int out = block * (QUADS * PANEL_ROWS) + lane;
      IntVector bits = IntVector.fromMemorySegment(INTS, w, at + NIBBLE_WORDS * STEP_BYTES, ORDER);
      IntVector c0 = IntVector.fromMemorySegment(INTS, w, at, ORDER);
      IntVector c1 = IntVector.fromMemorySegment(INTS, w, at + STEP_BYTES, ORDER);
      IntVector c2 = IntVector.fromMemorySegment(INTS, w, at + 2 * STEP_BYTES, ORDER);
      IntVector c3 = IntVector.fromMemorySegment(INTS, w, at + 3 * STEP_BYTES, ORDER);
      c0.and(LOW_HALVES)
          .or(bits.lanewise(VectorOperators.LSHL, 4).and(FIFTH_BITS))
          .intoArray(to, out);
      c0.lanewise(VectorOperators.LSHR, 4)
          .and(LOW_HALVES)
          .or(bits.lanewise(VectorOperators.LSHL, 3).and(FIFTH_BITS))
          .intoArray(to, out + PANEL_ROWS);
      c1.and(LOW_HALVES)
          .or(bits.lanewise(VectorOperators.LSHL, 2).and(FIFTH_BITS))
          .intoArray(to, out + 2 * PANEL_ROWS);
      c1.lanewise(VectorOperators.LSHR, 4)
          .and(LOW_HALVES)
          .or(bits.lanewise(VectorOperators.LSHL, 1).and(FIFTH_BITS))
          .intoArray(to, out + 3 * PANEL_ROWS);
      c2.and(LOW_HALVES).or(bits.and(FIFTH_BITS)).intoArray(to, out + 4 * PANEL_ROWS);
      c2.lanewise(VectorOperators.LSHR, 4)
          .and(LOW_HALVES)
          .or(bits.lanewise(VectorOperators.LSHR, 1).and(FIFTH_BITS))
          .intoArray(to, out + 5 * PANEL_ROWS);
      c3.and(LOW_HALVES)
          .or(bits.lanewise(VectorOperators.LSHR, 2).and(FIFTH_BITS))
          .intoArray(to, out + 6 * PANEL_ROWS);
      c3.lanewise(VectorOperators.LSHR, 4)
          .and(LOW_HALVES)
          .or(bits.lanewise(VectorOperators.LSHR, 3).and(FIFTH_BITS))
          .intoArray(to, out + 7 * PANEL_ROWS);
    }
  }

  /// Codes of 6 bits; parameters as for [#nibbles].
  static void sixBits(MemorySegment w, long codes, int blocks, int[] to, int lane) {
    for (int half = 0; half < 2 * blocks; half++) {
      long at = codes + (long) half * (HALF_SIX_BIT_WORDS * STEP_BYTES);
      int out = half * (QUADS / 2 * PANEL_ROWS) + lane;
      IntVector c0 = IntVector.fromMemorySegment(INTS, w, at, ORDER);
      IntVector c1 = IntVector.fromMemorySegment(INTS, w, at + STEP_BYTES, ORDER);
      IntVector pairs = IntVector.fromMemorySegment(INTS, w, at + 2 * STEP_BYTES, ORDER);
      c0.and(LOW_HALVES).or(pairs.and(HIGH_PAIRS)).intoArray(to, out);
      c0.lanewise(VectorOperators.LSHR, 4)
          .and(LOW_HALVES)
          .or(pairs.lanewise(VectorOperators.LSHR, 2).and(HIGH_PAIRS))
          .intoArray(to, out + PANEL_ROWS);
      c1.and(LOW_HALVES)
          .or(pairs.lanewise(VectorOperators.LSHL, 4).and(HIGH_PAIRS))
          .intoArray(to, out + 2 * PANEL_ROWS);
      c1.lanewise(VectorOperators.LSHR, 4)
          .and(LOW_HALVES)
          .or(pairs.lanewise(VectorOperators.LSHL, 2).and(HIGH_PAIRS))
          .intoArray(to, out + 3 * PANEL_ROWS);
    }
  }

  /// Expands quads to float32, a step for each column.
  ///
  /// @param quads of the vector's rows from index `lane` on
  /// @param flip bits of the quads that are inverted first
  /// @param bias subtracted from the bytes, which have no sign
  /// @param to takes the first step at index `toAt`, the others every `stride` numbers
  static void floats(
      int[] quads, int lane, int count, int flip, float bias, float[] to, int toAt, int stride) {
    FloatVector b = FloatVector.broadcast(FLOATS, bias);
    for (int quad = 0; quad < count; quad++) {
      int out = toAt + 4 * quad * stride;
      IntVector c =
          IntVector.fromArray(INTS, quads, quad * PANEL_ROWS + lane)
              .lanewise(VectorOperators.XOR, flip);
      IntVector c0 = c.and(0xff);
      IntVector c1 = c.lanewise(VectorOperators.LSHR, 8).and(0xff);
      IntVector c2 = c.lanewise(VectorOperators.LSHR, 16).and(0xff);
      IntVector c3 = c.lanewise(VectorOperators.LSHR, 24);
      ((FloatVector) c0.convertShape(VectorOperators.I2F, FLOATS, 0)).sub(b).intoArray(to, out);
      ((FloatVector) c1.convertShape(VectorOperators.I2F, FLOATS, 0))
          .sub(b)
          .intoArray(to, out + stride);
      ((FloatVector) c2.convertShape(VectorOperators.I2F, FLOATS, 0))
          .sub(b)
          .intoArray(to, out + 2 * stride);
      ((FloatVector) c3.convertShape(VectorOperators.I2F, FLOATS, 0))
          .sub(b)
          .intoArray(to, out + 3 * stride);
    }
  }
}

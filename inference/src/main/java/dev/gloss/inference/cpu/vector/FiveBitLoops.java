package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Loops over codes of 5 bits, which `PackedCodes` describes, for one vector of rows; parameters
/// are those of [NibbleLoops].
final class FiveBitLoops {
  private static final int WORDS = 5;
  private static final int NIBBLE_WORDS = 4;
  private static final int LOW_HALVES = 0x0f0f0f0f;
  private static final int FIFTH_BITS = 0x10101010;
  private static final short LOW_BYTE = 0xff;

  /// What codes are less by in 16-bit lanes, so that 16 products fit: they are below 2^11 then.
  private static final short LANE_BIAS = 16;

  private FiveBitLoops() {}

  /// Sums of the products of codes, less `bias`, with integers.
  static void sums(
      MemorySegment w,
      long codes,
      float bias,
      RoundedRow row,
      int first,
      int blocks,
      MemorySegment to,
      long toOffset) {
    int[] x = row.pairs;
    int[] pairSums = row.pairSums;
    float[] sums = row.sums;
    FloatVector missing = FloatVector.broadcast(FLOATS, LANE_BIAS - bias);
    for (int block = 0; block < blocks; block++) {
      long step = codes + (long) block * WORDS * STEP_BYTES;
      int at = (first + block) * RoundedRow.PAIRS;
      int halves = 2 * (first + block);
      ShortVector xs =
          IntVector.broadcast(INTS, pairSums[halves])
              .reinterpretAsShorts()
              .add(IntVector.broadcast(INTS, pairSums[halves + 1]).reinterpretAsShorts());
      ShortVector s = xs.mul((short) -LANE_BIAS);
      IntVector highBits =
          IntVector.fromMemorySegment(INTS, w, step + (long) NIBBLE_WORDS * STEP_BYTES, ORDER);
      IntVector lowBits = highBits.lanewise(VectorOperators.LSHL, 4);
      for (int word = 0; word < NIBBLE_WORDS; word++) {
        int i = at + 2 * word;
        IntVector c = IntVector.fromMemorySegment(INTS, w, step + (long) word * STEP_BYTES, ORDER);
        ShortVector quad = c.and(LOW_HALVES).or(lowBits.and(FIFTH_BITS)).reinterpretAsShorts();
        ShortVector v = IntVector.broadcast(INTS, x[i]).reinterpretAsShorts();
        s = s.add(quad.and(LOW_BYTE).mul(v));
        v = IntVector.broadcast(INTS, x[i + 1]).reinterpretAsShorts();
        s = s.add(quad.lanewise(VectorOperators.LSHR, 8).mul(v));
        quad =
            c.lanewise(VectorOperators.LSHR, 4)
                .and(LOW_HALVES)
                .or(highBits.and(FIFTH_BITS))
                .reinterpretAsShorts();
        v = IntVector.broadcast(INTS, x[i + 8]).reinterpretAsShorts();
        s = s.add(quad.and(LOW_BYTE).mul(v));
        v = IntVector.broadcast(INTS, x[i + 9]).reinterpretAsShorts();
        s = s.add(quad.lanewise(VectorOperators.LSHR, 8).mul(v));
        lowBits = lowBits.lanewise(VectorOperators.LSHR, 1);
        highBits = highBits.lanewise(VectorOperators.LSHR, 1);
      }
      IntVector pair = s.reinterpretAsInts();
      IntVector low = pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
      IntVector sum = pair.lanewise(VectorOperators.ASHR, 16).add(low);
      FloatVector lessLaneBias = (FloatVector) sum.convertShape(VectorOperators.I2F, FLOATS, 0);
      FloatVector xSum = FloatVector.broadcast(FLOATS, sums[first + block]);
      xSum.fma(missing, lessLaneBias)
          .intoMemorySegment(to, toOffset + (long) block * STEP_BYTES, ORDER);
    }
  }

  /// Unpacks codes to quads.
  static void quads(MemorySegment w, long codes, int blocks, MemorySegment to, long toOffset) {
    for (int block = 0; block < blocks; block++) {
      long step = codes + (long) block * WORDS * STEP_BYTES;
      long out = toOffset + (long) block * Quads.BLOCK_BYTES;
      IntVector highBits =
          IntVector.fromMemorySegment(INTS, w, step + (long) NIBBLE_WORDS * STEP_BYTES, ORDER);
      IntVector lowBits = highBits.lanewise(VectorOperators.LSHL, 4);
      for (int word = 0; word < NIBBLE_WORDS; word++) {
        IntVector c = IntVector.fromMemorySegment(INTS, w, step + (long) word * STEP_BYTES, ORDER);
        IntVector low = c.and(LOW_HALVES).or(lowBits.and(FIFTH_BITS));
        IntVector high =
            c.lanewise(VectorOperators.LSHR, 4).and(LOW_HALVES).or(highBits.and(FIFTH_BITS));
        low.intoMemorySegment(to, out + (long) word * STEP_BYTES, ORDER);
        high.intoMemorySegment(to, out + (long) (word + NIBBLE_WORDS) * STEP_BYTES, ORDER);
        lowBits = lowBits.lanewise(VectorOperators.LSHR, 1);
        highBits = highBits.lanewise(VectorOperators.LSHR, 1);
      }
    }
  }
}

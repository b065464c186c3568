package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;
import static dev.gloss.inference.cpu.vector.Lanes.SHORTS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Loops over codes of 4 bits, which `PackedCodes` describes, for one vector of rows.
final class NibbleLoops {
  private static final int WORDS = 4;
  private static final short NIBBLE = 0xf;
  private static final int LOW_HALVES = 0x0f0f0f0f;

  private NibbleLoops() {}

  /// Sums of the products of codes, less `bias`, with integers, block by block.
  ///
  /// Each 16-bit lane adds 16 products below 2^11.
  ///
  /// @param codes offset of the vector's codes in the first block
  /// @param first the first block, of the activations
  /// @param to `[blocks, PANEL_ROWS]`, of which the vector's lanes are written
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
    float[] sums = row.sums;
    FloatVector minusBias = FloatVector.broadcast(FLOATS, -bias);
    for (int block = 0; block < blocks; block++) {
      int at = (first + block) * RoundedRow.PAIRS;
      ShortVector s = ShortVector.zero(SHORTS);
      for (int word = 0; word < WORDS; word++) {
        long step = (long) (block * WORDS + word) * STEP_BYTES;
        int i = at + 2 * word;
        ShortVector c = ShortVector.fromMemorySegment(SHORTS, w, codes + step, ORDER);
        ShortVector v = IntVector.broadcast(INTS, x[i]).reinterpretAsShorts();
        s = s.add(c.and(NIBBLE).mul(v));
        v = IntVector.broadcast(INTS, x[i + 1]).reinterpretAsShorts();
        s = s.add(c.lanewise(VectorOperators.LSHR, 8).and(NIBBLE).mul(v));
        v = IntVector.broadcast(INTS, x[i + 8]).reinterpretAsShorts();
        s = s.add(c.lanewise(VectorOperators.LSHR, 4).and(NIBBLE).mul(v));
        v = IntVector.broadcast(INTS, x[i + 9]).reinterpretAsShorts();
        s = s.add(c.lanewise(VectorOperators.LSHR, 12).mul(v));
      }
      IntVector halves = s.reinterpretAsInts();
      IntVector low = halves.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
      IntVector sum = halves.lanewise(VectorOperators.ASHR, 16).add(low);
      FloatVector unbiased = (FloatVector) sum.convertShape(VectorOperators.I2F, FLOATS, 0);
      FloatVector xSum = FloatVector.broadcast(FLOATS, sums[first + block]);
      xSum.fma(minusBias, unbiased)
          .intoMemorySegment(to, toOffset + (long) block * STEP_BYTES, ORDER);
    }
  }

  /// Unpacks codes to quads ([Quads]).
  static void quads(MemorySegment w, long codes, int blocks, MemorySegment to, long toOffset) {
    for (int block = 0; block < blocks; block++) {
      long out = toOffset + (long) block * Quads.BLOCK_BYTES;
      for (int word = 0; word < WORDS; word++) {
        long step = (long) (block * WORDS + word) * STEP_BYTES;
        IntVector c = IntVector.fromMemorySegment(INTS, w, codes + step, ORDER);
        IntVector low = c.and(LOW_HALVES);
        IntVector high = c.lanewise(VectorOperators.LSHR, 4).and(LOW_HALVES);
        low.intoMemorySegment(to, out + (long) word * STEP_BYTES, ORDER);
        high.intoMemorySegment(to, out + (long) (word + WORDS) * STEP_BYTES, ORDER);
      }
    }
  }
}

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

/// Loops over signed codes of 8 bits, four columns a word, for one vector of rows; parameters are
/// those of [NibbleLoops].
final class ByteLoops {
  private static final int WORDS = 8;

  private ByteLoops() {}

  /// Sums of the products of codes with integers.
  ///
  /// A 16-bit lane holds two products, 2^14 at most.
  static void sums(
      MemorySegment w,
      long codes,
      RoundedRow row,
      int first,
      int blocks,
      MemorySegment to,
      long toOffset) {
    int[] x = row.pairs;
    for (int block = 0; block < blocks; block++) {
      int at = (first + block) * RoundedRow.PAIRS;
      IntVector sum = IntVector.zero(INTS);
      for (int word = 0; word < WORDS; word++) {
        long step = (long) (block * WORDS + word) * STEP_BYTES;
        int i = at + 2 * word;
        ShortVector c = ShortVector.fromMemorySegment(SHORTS, w, codes + step, ORDER);
        ShortVector v = IntVector.broadcast(INTS, x[i]).reinterpretAsShorts();
        ShortVector even =
            c.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8).mul(v);
        v = IntVector.broadcast(INTS, x[i + 1]).reinterpretAsShorts();
        ShortVector odd = c.lanewise(VectorOperators.ASHR, 8).mul(v);
        IntVector pair = even.add(odd).reinterpretAsInts();
        IntVector low = pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
        sum = sum.add(low).add(pair.lanewise(VectorOperators.ASHR, 16));
      }
      ((FloatVector) sum.convertShape(VectorOperators.I2F, FLOATS, 0))
          .intoMemorySegment(to, toOffset + (long) block * STEP_BYTES, ORDER);
    }
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.ActivationBlock;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Rounds activations to integers, as [ActivationBlock] says.
final class Rounding {
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int ROUNDING_BITS = Float.floatToRawIntBits(ActivationBlock.ROUNDING);

  private Rounding() {}

  /// Rounds blocks of a row.
  ///
  /// @param integers of the blocks, from index 0
  /// @param scales of the blocks, from index `scalesAt`
  static void round(
      MemorySegment x, long offset, int blocks, int[] integers, float[] scales, int scalesAt) {
    for (int block = 0; block < blocks; block++) {
      long at = offset + (long) block * BLOCK * Float.BYTES;
      // Magnitudes are ordered as their bits are, NaN last.
      IntVector largestBits = IntVector.zero(INTS);
      for (int i = 0; i < BLOCK; i += Lanes.COUNT) {
        IntVector bits = IntVector.fromMemorySegment(INTS, x, at + (long) i * Float.BYTES, ORDER);
        largestBits = largestBits.max(bits.and(MAGNITUDE));
      }
      float largest = Float.intBitsToFloat(largestBits.reduceLanes(VectorOperators.MAX));
      FloatVector inverse = FloatVector.broadcast(FLOATS, ActivationBlock.inverse(largest));
      scales[scalesAt + block] = ActivationBlock.scale(largest);
      for (int i = 0; i < BLOCK; i += Lanes.COUNT) {
        FloatVector.fromMemorySegment(FLOATS, x, at + (long) i * Float.BYTES, ORDER)
            .mul(inverse)
            .add(ActivationBlock.ROUNDING)
            .reinterpretAsInts()
            .sub(ROUNDING_BITS)
            .intoArray(integers, block * BLOCK + i);
      }
    }
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.F16Panels;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Factors that are binary16, two a word, for one vector of rows.
final class HalfFactors {
  /// The sign at bit 31 and, behind three copies of it, exponent and mantissa.
  private static final int SHIFTED = 0x8fffe000;

  private HalfFactors() {}

  /// Decodes words.
  ///
  /// @param lows takes the lower halves, a step of `stride` bytes for each word
  /// @param highs takes the upper halves
  static void decode(
      MemorySegment w,
      long offset,
      int words,
      MemorySegment lows,
      long lowsOffset,
      MemorySegment highs,
      long highsOffset,
      long stride) {
    FloatVector exponent = FloatVector.broadcast(FLOATS, F16Panels.EXPONENT_OFFSET);
    for (int word = 0; word < words; word++) {
      IntVector c = IntVector.fromMemorySegment(INTS, w, offset + (long) word * STEP_BYTES, ORDER);
      IntVector low = c.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 3);
      IntVector high = c.lanewise(VectorOperators.ASHR, 3);
      low.and(SHIFTED)
          .reinterpretAsFloats()
          .mul(exponent)
          .intoMemorySegment(lows, lowsOffset + word * stride, ORDER);
      high.and(SHIFTED)
          .reinterpretAsFloats()
          .mul(exponent)
          .intoMemorySegment(highs, highsOffset + word * stride, ORDER);
    }
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Expands the words of a panel to float32 steps, exactly as [PackedMatrix#decode] does.
///
/// Each method takes `words` consecutive words of one vector of rows; what follows the last column
/// in the last word is zero in the panel and so becomes zero.
final class PanelDecoder {
  private PanelDecoder() {}

  /// Two upper halves of float32 a word.
  static void bf16(
      MemorySegment from, long fromOffset, int words, MemorySegment to, long toOffset) {
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      IntVector codes = IntVector.fromMemorySegment(INTS, from, fromOffset + step, ORDER);
      FloatVector low = codes.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector high = codes.and(0xffff0000).reinterpretAsFloats();
      low.intoMemorySegment(to, toOffset + 2 * step, ORDER);
      high.intoMemorySegment(to, toOffset + 2 * step + STEP_BYTES, ORDER);
    }
  }

  /// Two binary16 a word.
  static void f16(MemorySegment from, long fromOffset, int words, MemorySegment to, long toOffset) {
    FloatVector exponent = FloatVector.broadcast(FLOATS, PackedMatrix.F16_EXPONENT_OFFSET);
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      IntVector codes = IntVector.fromMemorySegment(INTS, from, fromOffset + step, ORDER);
      // The sign at bit 31, copied into the three bits behind it and masked out there.
      FloatVector low =
          codes
              .lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 3)
              .and(0x8fffe000)
              .reinterpretAsFloats();
      FloatVector high =
          codes.lanewise(VectorOperators.ASHR, 3).and(0x8fffe000).reinterpretAsFloats();
      low.mul(exponent).intoMemorySegment(to, toOffset + 2 * step, ORDER);
      high.mul(exponent).intoMemorySegment(to, toOffset + 2 * step + STEP_BYTES, ORDER);
    }
  }

  /// Four FP8 codes a word, all of one scale.
  ///
  /// @param scale the block's, times [PackedMatrix#F8_EXPONENT_OFFSET]
  static void f8(
      MemorySegment from,
      long fromOffset,
      int words,
      float scale,
      MemorySegment to,
      long toOffset) {
    FloatVector factor = FloatVector.broadcast(FLOATS, scale);
    for (int word = 0; word < words; word++) {
      long step = (long) word * STEP_BYTES;
      long out = toOffset + 4 * step;
      IntVector codes = IntVector.fromMemorySegment(INTS, from, fromOffset + step, ORDER);
      // The sign at bit 31, copied into the four bits behind it and masked out there.
      FloatVector c0 =
          codes
              .lanewise(VectorOperators.LSHL, 24)
              .lanewise(VectorOperators.ASHR, 4)
              .and(0x87f00000)
              .reinterpretAsFloats();
      FloatVector c1 =
          codes
              .lanewise(VectorOperators.LSHL, 16)
              .lanewise(VectorOperators.ASHR, 4)
              .and(0x87f00000)
              .reinterpretAsFloats();
      FloatVector c2 =
          codes
              .lanewise(VectorOperators.LSHL, 8)
              .lanewise(VectorOperators.ASHR, 4)
              .and(0x87f00000)
              .reinterpretAsFloats();
      FloatVector c3 =
          codes.lanewise(VectorOperators.ASHR, 4).and(0x87f00000).reinterpretAsFloats();
      c0.mul(factor).intoMemorySegment(to, out, ORDER);
      c1.mul(factor).intoMemorySegment(to, out + STEP_BYTES, ORDER);
      c2.mul(factor).intoMemorySegment(to, out + 2 * STEP_BYTES, ORDER);
      c3.mul(factor).intoMemorySegment(to, out + 3 * STEP_BYTES, ORDER);
    }
  }
}

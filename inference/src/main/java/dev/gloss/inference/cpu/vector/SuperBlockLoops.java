package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.kernels.SuperBlockPanels.BLOCKS;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.F16Panels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.SuperBlockPanels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// What loops of [SuperBlockPanels] have in common.
abstract class SuperBlockLoops extends BlockLoops {
  /// The sign at bit 31 and, behind three copies of it, exponent and mantissa.
  private static final int SHIFTED = 0x8fffe000;

  private static final int BYTE = 0xff;

  SuperBlockLoops(Arena arena) {
    super(arena);
  }

  @Override
  void factors(
      PackedMatrix matrix,
      int panel,
      long lane,
      int firstBlock,
      int blocks,
      MemorySegment scales,
      MemorySegment minima,
      long offset) {
    for (int block = 0; block < blocks; block += BLOCKS) {
      long words = format().factorsOffset(matrix, panel, firstBlock + block) + lane;
      long to = offset + lane + (long) block * STEP_BYTES;
      factors(matrix.data(), words, scales, minima, to);
    }
  }

  private static void factors(
      MemorySegment w, long words, MemorySegment scales, MemorySegment minima, long to) {
    IntVector halves = IntVector.fromMemorySegment(INTS, w, words, ORDER);
    FloatVector d =
        halves
            .lanewise(VectorOperators.LSHL, 16)
            .lanewise(VectorOperators.ASHR, 3)
            .and(SHIFTED)
            .reinterpretAsFloats()
            .mul(F16Panels.EXPONENT_OFFSET);
    FloatVector minusDmin =
        halves
            .lanewise(VectorOperators.ASHR, 3)
            .and(SHIFTED)
            .reinterpretAsFloats()
            .mul(-F16Panels.EXPONENT_OFFSET);
    for (int half = 0; half < 2; half++) {
      long at = words + (long) (1 + half) * STEP_BYTES;
      IntVector s = IntVector.fromMemorySegment(INTS, w, at, ORDER);
      IntVector m = IntVector.fromMemorySegment(INTS, w, at + 2L * STEP_BYTES, ORDER);
      for (int i = 0; i < BLOCKS / 2; i++) {
        long out = to + (long) (half * BLOCKS / 2 + i) * STEP_BYTES;
        ((FloatVector) s.and(BYTE).convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(d)
            .intoMemorySegment(scales, out, ORDER);
        ((FloatVector) m.and(BYTE).convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul(minusDmin)
            .intoMemorySegment(minima, out, ORDER);
        s = s.lanewise(VectorOperators.LSHR, 8);
        m = m.lanewise(VectorOperators.LSHR, 8);
      }
    }
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Codes of four consecutive columns, one a byte of a word, from which all formats go on to
/// float32.
final class Quads {
  /// Bytes of a block's quads, of all rows of a panel.
  static final int BLOCK_BYTES = BLOCK / 4 * STEP_BYTES;

  private static final int BYTE = 0xff;

  private Quads() {}

  /// Expands quads of a vector of rows to float32 steps.
  ///
  /// @param flip bits of the words that are inverted first
  /// @param bias subtracted from the bytes, which have no sign
  static void floats(
      MemorySegment quads,
      long offset,
      int count,
      int flip,
      float bias,
      MemorySegment to,
      long toOffset) {
    FloatVector b = FloatVector.broadcast(FLOATS, bias);
    for (int quad = 0; quad < count; quad++) {
      long out = toOffset + 4L * quad * STEP_BYTES;
      IntVector c =
          IntVector.fromMemorySegment(INTS, quads, offset + (long) quad * STEP_BYTES, ORDER)
              .lanewise(VectorOperators.XOR, flip);
      IntVector c1 = c.lanewise(VectorOperators.LSHR, 8).and(BYTE);
      IntVector c2 = c.lanewise(VectorOperators.LSHR, 16).and(BYTE);
      IntVector c3 = c.lanewise(VectorOperators.LSHR, 24);
      FloatVector f0 = (FloatVector) c.and(BYTE).convertShape(VectorOperators.I2F, FLOATS, 0);
      FloatVector f1 = (FloatVector) c1.convertShape(VectorOperators.I2F, FLOATS, 0);
      FloatVector f2 = (FloatVector) c2.convertShape(VectorOperators.I2F, FLOATS, 0);
      FloatVector f3 = (FloatVector) c3.convertShape(VectorOperators.I2F, FLOATS, 0);
      f0.sub(b).intoMemorySegment(to, out, ORDER);
      f1.sub(b).intoMemorySegment(to, out + STEP_BYTES, ORDER);
      f2.sub(b).intoMemorySegment(to, out + 2L * STEP_BYTES, ORDER);
      f3.sub(b).intoMemorySegment(to, out + 3L * STEP_BYTES, ORDER);
    }
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.ActivationBlock;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Rounds activations to integers, as [ActivationBlock] says.
final class Rounding {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int ROUNDING_BITS = Float.floatToRawIntBits(ActivationBlock.ROUNDING);

  private static final int CHUNK_BLOCKS = 16;

  private final int[] integers = new int[CHUNK_BLOCKS * BLOCK];
  private final float[] scales = new float[CHUNK_BLOCKS];

  void round(RowView x, int columns, int firstRow, int rows, RoundedRows to) {
    int all = columns / BLOCK;
    for (int row = firstRow; row < firstRow + rows; row++) {
      for (int first = 0; first < all; first += CHUNK_BLOCKS) {
        int blocks = Math.min(CHUNK_BLOCKS, all - first);
        round(x.segment(), x.offsetOf(row) + (long) first * BLOCK * Float.BYTES, blocks);
        store(blocks, to.segment(), to.offsetOf(row, first));
      }
    }
  }

  private void store(int blocks, MemorySegment to, long offset) {
    for (int block = 0; block < blocks; block++) {
      long at = offset + (long) block * RoundedRows.BLOCK_BYTES;
      int sum = 0;
      for (int half = 0; half < 2; half++) {
        int low = 0;
        int high = 0;
        int from = block * BLOCK + half * BLOCK / 2;
        for (int i = from; i < from + BLOCK / 2; i += 4) {
          int a = integers[i];
          int b = integers[i + 1];
          int c = integers[i + 2];
          int d = integers[i + 3];
          int quad = a & 0xff | (b & 0xff) << 8 | (c & 0xff) << 16 | d << 24;
          to.set(INT, at + i - block * BLOCK, quad);
          low += a + b;
          high += c + d;
        }
        long pairs = at + RoundedRows.PAIR_SUMS + (long) half * Integer.BYTES;
        to.set(INT, pairs, low & 0xffff | high << Short.SIZE);
        sum += low + high;
      }
      to.set(Lanes.FLOAT, at + RoundedRows.SCALE, scales[block]);
      to.set(Lanes.FLOAT, at + RoundedRows.SCALED_SUM, sum * scales[block]);
    }
  }

  private void round(MemorySegment x, long offset, int blocks) {
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
      scales[block] = ActivationBlock.scale(largest);
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

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.RoundedTiles.STRIDE;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q6KPanels;
import java.lang.foreign.MemorySegment;

/// Loops of [Q6KPanels]: integers, and the sums of each half of a block, still have to be
/// multiplied with the byte of their 16 columns.
final class Q6KLoops extends BlockLoops {
  private static final int BLOCKS = Q6KPanels.SUPER_BLOCK / Q6KPanels.BLOCK;
  private static final int BYTE_WORDS = 4;
  private static final int WORDS = 1 + BYTE_WORDS;
  private static final int HALF_BLOCK = Q6KPanels.BLOCK / 2;

  @Override
  Q6KPanels format() {
    return PanelFormats.Q6_K;
  }

  @Override
  short bias() {
    return Q6KPanels.BIAS;
  }

  @Override
  void unpack(MemorySegment w, long codes, int blocks, int[] to, int lane) {
    QuadUnpacking.sixBits(w, codes, blocks, to, lane);
  }

  @Override
  void integers(
      PackedMatrix matrix,
      int panel,
      int firstBlock,
      int blocks,
      int firstLane,
      int lanes,
      float[] to,
      int toAt,
      int stride) {
    super.integers(matrix, panel, firstBlock, blocks, firstLane, lanes, to, toAt, stride);
    multiplyBytes(
        matrix, panel, firstBlock, blocks, firstLane, lanes, HALF_BLOCK, to, toAt, stride);
  }

  @Override
  void sums(
      MemorySegment w, long w0, long w1, RoundedRow row, int firstBlock, int blocks, float[] to) {
    QuadSums.sixBits(w, w0, w1, bias(), row, firstBlock, blocks, to);
  }

  @Override
  void scaleSums(
      PackedMatrix matrix,
      int panel,
      int firstBlock,
      int blocks,
      int firstLane,
      int lanes,
      float[] to,
      int toAt) {
    multiplyBytes(matrix, panel, firstBlock, blocks, firstLane, lanes, 1, to, toAt, STRIDE);
  }

  private void multiplyBytes(
      PackedMatrix matrix,
      int panel,
      int firstBlock,
      int blocks,
      int firstLane,
      int lanes,
      int steps,
      float[] values,
      int valuesAt,
      int stride) {
    for (int block = 0; block < blocks; block += BLOCKS) {
      long bytes = format().factorsOffset(matrix, panel, firstBlock + block) + STEP_BYTES;
      int at = valuesAt + 2 * block * steps * stride;
      for (int i = 0; i < lanes; i += Lanes.COUNT) {
        long offset = bytes + (long) (firstLane + i) * Integer.BYTES;
        FactorLoops.multiplyBytes(matrix.data(), offset, BYTE_WORDS, steps, values, at + i, stride);
      }
    }
  }

  @Override
  void factors(
      MemorySegment w,
      long words,
      int blocks,
      float[] toScales,
      float[] toMinima,
      int toAt,
      int stride) {
    for (int block = 0; block < blocks; block += BLOCKS) {
      long at = words + (long) (block / BLOCKS) * (WORDS * STEP_BYTES);
      int to = toAt + block * stride;
      // The upper half of the word is of no meaning.
      FactorLoops.halves(w, at, 1, toScales, to, toMinima, to, 0);
      for (int i = 1; i < BLOCKS; i++) {
        System.arraycopy(toScales, to, toScales, to + i * stride, Lanes.COUNT);
      }
    }
  }
}

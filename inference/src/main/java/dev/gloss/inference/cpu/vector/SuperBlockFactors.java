package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.kernels.SuperBlockPanels.BLOCKS;

import dev.gloss.inference.cpu.kernels.SuperBlockPanels;
import java.lang.foreign.MemorySegment;

/// The factors of [SuperBlockPanels], for one vector of rows.
final class SuperBlockFactors {
  private static final int BYTE_WORDS = BLOCKS / 4;
  private static final int WORDS = 1 + 2 * BYTE_WORDS;

  private SuperBlockFactors() {}

  /// Decodes the factors of whole super-blocks; parameters as for [BlockLoops#factors].
  static void decode(
      MemorySegment w,
      long words,
      int blocks,
      float[] scales,
      float[] minima,
      int toAt,
      int stride) {
    for (int block = 0; block < blocks; block += BLOCKS) {
      long at = words + (long) (block / BLOCKS) * (WORDS * STEP_BYTES);
      int to = toAt + block * stride;
      // d and dmin go where the first block's factors are to be.
      FactorLoops.halves(w, at, 1, scales, to, minima, to, 0);
      FactorLoops.bytes(w, at + STEP_BYTES, BYTE_WORDS, 1, scales, to, stride);
      long atMinima = at + (1 + BYTE_WORDS) * STEP_BYTES;
      FactorLoops.bytes(w, atMinima, BYTE_WORDS, -1, minima, to, stride);
    }
  }
}

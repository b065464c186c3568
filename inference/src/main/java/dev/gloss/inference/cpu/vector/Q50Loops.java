package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q50Panels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Loops of [Q50Panels].
final class Q50Loops extends BlockLoops {
  Q50Loops(Arena arena) {
    super(arena);
  }

  @Override
  Q50Panels format() {
    return PanelFormats.Q5_0;
  }

  @Override
  void sums(
      PackedMatrix matrix,
      int panel,
      long lane,
      int firstBlock,
      int blocks,
      RoundedRow row,
      MemorySegment sums,
      long sumsOffset) {
    long codes = format().codesOffset(matrix, panel, firstBlock);
    FiveBitLoops.sums(
        matrix.data(), codes + lane, 16, row, firstBlock, blocks, sums, sumsOffset + lane);
  }

  @Override
  void integers(
      PackedMatrix matrix,
      int panel,
      long lane,
      int firstBlock,
      int blocks,
      MemorySegment quads,
      MemorySegment to,
      long toOffset) {
    long codes = format().codesOffset(matrix, panel, firstBlock) + lane;
    FiveBitLoops.quads(matrix.data(), codes, blocks, quads, lane);
    Quads.floats(quads, lane, blocks * 8, 0, 16, to, toOffset + lane);
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
    long words = format().factorsOffset(matrix, panel, firstBlock) + lane;
    MemorySegment m = matrix.data();
    long even = offset + lane;
    long odd = even + STEP_BYTES;
    HalfFactors.decode(m, words, (blocks + 1) / 2, scales, even, scales, odd, 2L * STEP_BYTES);
  }
}

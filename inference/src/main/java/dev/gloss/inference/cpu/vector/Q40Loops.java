package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q40Panels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Loops of [Q40Panels].
final class Q40Loops extends BlockLoops {
  Q40Loops(Arena arena) {
    super(arena);
  }

  @Override
  Q40Panels format() {
    return PanelFormats.Q4_0;
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
    NibbleLoops.sums(
        matrix.data(), codes + lane, 8, row, firstBlock, blocks, sums, sumsOffset + lane);
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
    NibbleLoops.quads(matrix.data(), codes, blocks, quads, lane);
    Quads.floats(quads, lane, blocks * 8, 0, 8, to, toOffset + lane);
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

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q41Panels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Loops of [Q41Panels].
final class Q41Loops extends BlockLoops {
  Q41Loops(Arena arena) {
    super(arena);
  }

  @Override
  Q41Panels format() {
    return PanelFormats.Q4_1;
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
        matrix.data(), codes + lane, 0, row, firstBlock, blocks, sums, sumsOffset + lane);
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
    Quads.floats(quads, lane, blocks * 8, 0, 0, to, toOffset + lane);
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
    long to = offset + lane;
    HalfFactors.decode(m, words, blocks, scales, to, minima, to, STEP_BYTES);
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q80Panels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Loops of [Q80Panels].
final class Q80Loops extends BlockLoops {
  /// Inverted, signed bytes are 128 more, without sign.
  private static final int SIGNS = 0x80808080;

  Q80Loops(Arena arena) {
    super(arena);
  }

  @Override
  Q80Panels format() {
    return PanelFormats.Q8_0;
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
    ByteLoops.sums(matrix.data(), codes + lane, row, firstBlock, blocks, sums, sumsOffset + lane);
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
    Quads.floats(matrix.data(), codes, blocks * 8, SIGNS, 128, to, toOffset + lane);
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

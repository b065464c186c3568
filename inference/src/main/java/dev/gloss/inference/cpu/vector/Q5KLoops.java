package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q5KPanels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Loops of [Q5KPanels].
final class Q5KLoops extends SuperBlockLoops {
  Q5KLoops(Arena arena) {
    super(arena);
  }

  @Override
  Q5KPanels format() {
    return PanelFormats.Q5_K;
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
    FiveBitLoops.quads(matrix.data(), codes, blocks, quads, lane);
    Quads.floats(quads, lane, blocks * 8, 0, 0, to, toOffset + lane);
  }
}

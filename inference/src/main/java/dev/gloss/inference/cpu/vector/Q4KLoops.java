package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q4KPanels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Loops of [Q4KPanels].
final class Q4KLoops extends SuperBlockLoops {
  Q4KLoops(Arena arena) {
    super(arena);
  }

  @Override
  Q4KPanels format() {
    return PanelFormats.Q4_K;
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
}

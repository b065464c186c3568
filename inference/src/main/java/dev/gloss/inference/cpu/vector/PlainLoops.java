package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.lang.foreign.MemorySegment;

/// Loops for formats that have none of their own: weights are decoded by the format itself.
final class PlainLoops extends FormatLoops {
  private final float[] block = new float[ManyRows.BLOCK_COLUMNS * PANEL_ROWS];

  @Override
  void decode(
      PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long toOffset) {
    matrix.decode(panel, first, count, block);
    MemorySegment.copy(block, 0, to, FLOAT, toOffset, count * PANEL_ROWS);
  }
}

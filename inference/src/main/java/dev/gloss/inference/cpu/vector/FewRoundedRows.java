package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Products of weights in blocks with a few rows of activations rounded to integers, one panel with
/// one row at a time: integers are multiplied in 16-bit lanes as they are unpacked, and their sums
/// then scaled.
final class FewRoundedRows {
  private static final int MOST_ROWS = ManyRows.TILE_ROWS - 1;

  /// Blocks whose sums are kept before they are scaled.
  private static final int CHUNK_BLOCKS = 32;

  private final RoundedRow[] activations = new RoundedRow[MOST_ROWS];
  private final MemorySegment sums;
  private final MemorySegment scales;
  private final MemorySegment minima;
  private final MemorySegment results;

  /// @param arena owns the scratch memory
  FewRoundedRows(Arena arena) {
    for (int i = 0; i < MOST_ROWS; i++) {
      activations[i] = new RoundedRow();
    }
    sums = arena.allocate((long) CHUNK_BLOCKS * STEP_BYTES, 64);
    scales = arena.allocate((long) CHUNK_BLOCKS * STEP_BYTES, 64);
    minima = arena.allocate((long) CHUNK_BLOCKS * STEP_BYTES, 64);
    results = arena.allocate((long) MOST_ROWS * STEP_BYTES, 64);
  }

  void multiply(
      BlockLoops loops,
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    for (int row = 0; row < rows; row++) {
      activations[row].set(x, firstRow + row, matrix.columns());
    }
    for (int panel = firstPanel; panel < firstPanel + panelCount; panel++) {
      multiplyPanel(loops, matrix, panel, rows);
      long bytes = (long) matrix.panelRows(panel) * Float.BYTES;
      for (int row = 0; row < rows; row++) {
        long to = y.offsetOf(firstRow + row) + (long) panel * PANEL_ROWS * Float.BYTES;
        MemorySegment.copy(results, (long) row * STEP_BYTES, y.segment(), to, bytes);
      }
    }
  }

  private void multiplyPanel(BlockLoops loops, PackedMatrix matrix, int panel, int rows) {
    int allBlocks = matrix.columns() / BLOCK;
    for (int first = 0; first < allBlocks; first += CHUNK_BLOCKS) {
      int blocks = Math.min(CHUNK_BLOCKS, allBlocks - first);
      loops.factors(matrix, panel, first, blocks, scales, minima, 0);
      for (int row = 0; row < rows; row++) {
        for (long lane = 0; lane < STEP_BYTES; lane += Lanes.BYTES) {
          loops.sums(matrix, panel, lane, first, blocks, activations[row], sums, 0);
        }
        RoundedRow x = activations[row];
        for (long lane = 0; lane < STEP_BYTES; lane += Lanes.BYTES) {
          addBlocks(loops.format().hasMinima(), x, first, blocks, lane, row);
        }
      }
    }
  }

  /// Adds the scaled sums of blocks to a row's results.
  private void addBlocks(
      boolean hasMinima, RoundedRow x, int first, int blocks, long lane, int row) {
    long to = (long) row * STEP_BYTES + lane;
    FloatVector sum =
        first == 0
            ? FloatVector.zero(FLOATS)
            : FloatVector.fromMemorySegment(FLOATS, results, to, ORDER);
    for (int block = 0; block < blocks; block++) {
      long at = (long) block * STEP_BYTES + lane;
      FloatVector s = FloatVector.fromMemorySegment(FLOATS, sums, at, ORDER);
      FloatVector scale = FloatVector.fromMemorySegment(FLOATS, scales, at, ORDER);
      sum = s.fma(scale.mul(x.scales[first + block]), sum);
      if (hasMinima) {
        FloatVector minimum = FloatVector.fromMemorySegment(FLOATS, minima, at, ORDER);
        sum = minimum.fma(FloatVector.broadcast(FLOATS, x.scaledSums[first + block]), sum);
      }
    }
    sum.intoMemorySegment(results, to, ORDER);
  }
}

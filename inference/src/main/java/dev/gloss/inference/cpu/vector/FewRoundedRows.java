package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Products of weights in blocks with a few rows of activations rounded to integers, one panel with
/// one row at a time: integers are multiplied in 16-bit lanes as they are unpacked, and their sums
/// then scaled.
final class FewRoundedRows {
  private static final int MOST_ROWS = ManyRows.TILE_ROWS - 1;

  private static final int CHUNK_BLOCKS = BlockLoops.CHUNK_BLOCKS;

  private final RoundedRow[] activations = new RoundedRow[MOST_ROWS];
  private final float[] sums = new float[CHUNK_BLOCKS * 2 * PANEL_ROWS];
  private final float[] scales = new float[CHUNK_BLOCKS * PANEL_ROWS];
  private final float[] minima = new float[CHUNK_BLOCKS * PANEL_ROWS];
  private final float[] results = new float[MOST_ROWS * PANEL_ROWS];

  FewRoundedRows() {
    for (int i = 0; i < MOST_ROWS; i++) {
      activations[i] = new RoundedRow();
    }
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
      int outputs = matrix.panelRows(panel);
      for (int row = 0; row < rows; row++) {
        long to = y.offsetOf(firstRow + row) + (long) panel * PANEL_ROWS * Float.BYTES;
        MemorySegment.copy(results, row * PANEL_ROWS, y.segment(), FLOAT, to, outputs);
      }
    }
  }

  private void multiplyPanel(BlockLoops loops, PackedMatrix matrix, int panel, int rows) {
    int allBlocks = matrix.columns() / BLOCK;
    for (int first = 0; first < allBlocks; first += CHUNK_BLOCKS) {
      int blocks = Math.min(CHUNK_BLOCKS, allBlocks - first);
      loops.unpack(matrix, panel, first, blocks);
      loops.factors(matrix, panel, first, blocks, 0, PANEL_ROWS, scales, minima, 0, PANEL_ROWS);
      for (int row = 0; row < rows; row++) {
        RoundedRow x = activations[row];
        loops.sums(matrix, panel, first, blocks, x, sums);
        for (int lane = 0; lane < PANEL_ROWS; lane += Lanes.COUNT) {
          addBlocks(loops.format().hasMinima(), x, first, blocks, lane, row * PANEL_ROWS + lane);
        }
      }
    }
  }

  /// Adds the scaled sums of blocks to a row's results.
  private void addBlocks(
      boolean hasMinima, RoundedRow x, int first, int blocks, int lane, int result) {
    float[] xScales = x.scales;
    float[] xSums = x.scaledSums;
    FloatVector sum =
        first == 0 ? FloatVector.zero(FLOATS) : FloatVector.fromArray(FLOATS, results, result);
    for (int block = 0; block < blocks; block++) {
      int at = block * PANEL_ROWS + lane;
      FloatVector s = FloatVector.fromArray(FLOATS, sums, 2 * block * PANEL_ROWS + lane);
      s = s.add(FloatVector.fromArray(FLOATS, sums, (2 * block + 1) * PANEL_ROWS + lane));
      FloatVector scale = FloatVector.fromArray(FLOATS, scales, at).mul(xScales[first + block]);
      sum = s.fma(scale, sum);
      if (hasMinima) {
        FloatVector minimum = FloatVector.fromArray(FLOATS, minima, at);
        sum = minimum.fma(FloatVector.broadcast(FLOATS, xSums[first + block]), sum);
      }
    }
    sum.intoArray(results, result);
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.ManyRows.GROUP_PANELS;
import static dev.gloss.inference.cpu.vector.ManyRows.GROUP_ROWS;
import static dev.gloss.inference.cpu.vector.RoundedTiles.STRIDE;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Products of weights in blocks with a few rows of activations rounded to integers, one group of
/// panels with one row at a time: integers are multiplied in 16-bit lanes as they are unpacked, and
/// their sums then scaled.
final class FewRoundedRows {
  private static final int MOST_ROWS = ManyRows.TILE_ROWS - 1;
  private static final int CHUNK_BLOCKS = BlockLoops.CHUNK_BLOCKS;

  private final RoundedRow[] activations = new RoundedRow[MOST_ROWS];
  private final float[] sums = new float[CHUNK_BLOCKS * 2 * STRIDE];
  private final float[] scales = new float[CHUNK_BLOCKS * STRIDE];
  private final float[] minima = new float[CHUNK_BLOCKS * STRIDE];
  private final float[] results = new float[MOST_ROWS * GROUP_ROWS];

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
      RoundedRows x,
      RowView y,
      int firstRow,
      int rows) {
    for (int row = 0; row < rows; row++) {
      activations[row].set(x, firstRow + row, matrix.columns());
    }
    int end = firstPanel + panelCount;
    for (int panel = firstPanel; panel < end && rows > 0; panel += GROUP_PANELS) {
      for (int lane = 0; lane < GROUP_ROWS; lane += STRIDE) {
        multiplyPair(loops, matrix, panel, lane, rows);
      }
      int first = panel * PANEL_ROWS;
      int outputs = Math.min(GROUP_ROWS, Math.min(end * PANEL_ROWS, matrix.rows()) - first);
      for (int row = 0; row < rows; row++) {
        long to = y.offsetOf(firstRow + row) + (long) first * Float.BYTES;
        MemorySegment.copy(results, row * GROUP_ROWS, y.segment(), FLOAT, to, outputs);
      }
    }
  }

  /// Two vectors of rows, of one panel or of two.
  ///
  /// @param lane of the first one in the group
  private void multiplyPair(BlockLoops loops, PackedMatrix matrix, int panel, int lane, int rows) {
    int lanes = Math.min(STRIDE, PANEL_ROWS);
    int second = Math.min(panel + (lane + Lanes.COUNT) / PANEL_ROWS, matrix.panels() - 1);
    long secondLane = (long) ((lane + Lanes.COUNT) % PANEL_ROWS) * Integer.BYTES;
    int allBlocks = matrix.columns() / BLOCK;
    for (int first = 0; first < allBlocks; first += CHUNK_BLOCKS) {
      int blocks = Math.min(CHUNK_BLOCKS, allBlocks - first);
      long w0 = loops.format().codesOffset(matrix, panel, first) + (long) lane * Integer.BYTES;
      long w1 = loops.format().codesOffset(matrix, second, first) + secondLane;
      for (int i = 0; i < STRIDE / lanes; i++) {
        int of = i == 0 ? panel : second;
        loops.factors(
            matrix, of, first, blocks, lane, lanes, scales, minima, i * PANEL_ROWS, STRIDE);
      }
      for (int row = 0; row < rows; row++) {
        RoundedRow x = activations[row];
        loops.sums(matrix.data(), w0, w1, x, first, blocks, sums);
        for (int i = 0; i < STRIDE / lanes; i++) {
          int of = i == 0 ? panel : second;
          loops.scaleSums(matrix, of, first, blocks, lane, lanes, sums, i * PANEL_ROWS);
        }
        addBlocks(loops.format().hasMinima(), x, first, blocks, row * GROUP_ROWS + lane);
      }
    }
  }

  /// Adds the scaled sums of blocks to a row's results.
  private void addBlocks(boolean hasMinima, RoundedRow x, int first, int blocks, int result) {
    float[] xScales = x.scales;
    float[] xSums = x.scaledSums;
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    if (first > 0) {
      a = FloatVector.fromArray(FLOATS, results, result);
      b = FloatVector.fromArray(FLOATS, results, result + Lanes.COUNT);
    }
    for (int block = 0; block < blocks; block++) {
      int at = block * STRIDE;
      FloatVector v = FloatVector.broadcast(FLOATS, xScales[first + block]);
      FloatVector s = FloatVector.fromArray(FLOATS, sums, 2 * at);
      FloatVector t = FloatVector.fromArray(FLOATS, sums, 2 * at + Lanes.COUNT);
      s = s.add(FloatVector.fromArray(FLOATS, sums, 2 * at + STRIDE));
      t = t.add(FloatVector.fromArray(FLOATS, sums, 2 * at + STRIDE + Lanes.COUNT));
      a = s.fma(FloatVector.fromArray(FLOATS, scales, at).mul(v), a);
      b = t.fma(FloatVector.fromArray(FLOATS, scales, at + Lanes.COUNT).mul(v), b);
      if (hasMinima) {
        v = FloatVector.broadcast(FLOATS, xSums[first + block]);
        a = FloatVector.fromArray(FLOATS, minima, at).fma(v, a);
        b = FloatVector.fromArray(FLOATS, minima, at + Lanes.COUNT).fma(v, b);
      }
    }
    a.intoArray(results, result);
    b.intoArray(results, result + Lanes.COUNT);
  }
}

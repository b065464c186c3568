package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Products with many rows of activations: weights are decoded in blocks of columns that stay in
/// the first-level cache, and multiplied with tiles of rows.
///
/// Two vectors of output rows are computed together: halves of a panel with vectors of 8 numbers,
/// quarters with 4, two panels with 16.
final class ManyRows {
  /// Columns that are decoded at a time.
  static final int BLOCK_COLUMNS = 256;

  /// Rows of activations that are packed at a time.
  static final int BLOCK_ROWS = 64;

  private static final int TILE_SIZE = BLOCK_COLUMNS * PanelTiles.ROWS;
  private static final long PANEL_BYTES = (long) PANEL_ROWS * Float.BYTES;

  /// Panels that two vectors of rows cover: 2 with vectors of 16 numbers, else 1.
  static final int GROUP_PANELS = 2 * Lanes.COUNT > PANEL_ROWS ? 2 : 1;

  private static final int GROUP_ROWS = GROUP_PANELS * PANEL_ROWS;
  private static final long GROUP_BYTES = (long) GROUP_ROWS * Float.BYTES;
  private static final long SECOND_DECODED = (long) BLOCK_COLUMNS * STEP_BYTES;

  private final MemorySegment decoded;
  private final MemorySegment edge;
  private final float[] packed = new float[BLOCK_ROWS * BLOCK_COLUMNS];

  /// @param arena owns the scratch memory
  ManyRows(Arena arena) {
    decoded = arena.allocate(GROUP_PANELS * SECOND_DECODED, 64);
    edge = arena.allocate(BLOCK_ROWS * GROUP_BYTES, 64);
  }

  void multiply(
      FormatLoops loops,
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    for (int row = 0; row < rows; row += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, rows - row);
      multiplyBlock(loops, matrix, firstPanel, panelCount, x, y, firstRow + row, count);
    }
  }

  private void multiplyBlock(
      FormatLoops loops,
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    long yFirst = y.offsetOf(firstRow);
    int end = firstPanel + panelCount;
    int groups = (Math.min(end, matrix.rows() / PANEL_ROWS) - firstPanel) / GROUP_PANELS;
    if (groups > 0) {
      long to = yFirst + firstPanel * PANEL_BYTES;
      multiplyGroups(
          loops, matrix, firstPanel, groups, x, firstRow, rows, y.segment(), to, y.strideBytes());
    }
    // Panels that have no partner or not all rows: results go through scratch memory.
    for (int panel = firstPanel + Math.max(groups, 0) * GROUP_PANELS; panel < end; panel++) {
      multiplyGroups(loops, matrix, panel, 1, x, firstRow, rows, edge, 0, GROUP_BYTES);
      for (int row = 0; row < rows; row++) {
        long to = yFirst + row * y.strideBytes() + panel * PANEL_BYTES;
        long bytes = (long) matrix.panelRows(panel) * Float.BYTES;
        MemorySegment.copy(edge, row * GROUP_BYTES, y.segment(), to, bytes);
      }
    }
  }

  private void multiplyGroups(
      FormatLoops loops,
      PackedMatrix matrix,
      int panel,
      int groups,
      RowView x,
      int firstRow,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride) {
    for (int column = 0; column < matrix.columns(); column += BLOCK_COLUMNS) {
      int count = Math.min(BLOCK_COLUMNS, matrix.columns() - column);
      pack(x, firstRow, rows, column, count);
      for (int group = 0; group < groups; group++) {
        int first = panel + group * GROUP_PANELS;
        int second = Math.min(first + 1, matrix.panels() - 1);
        long to = yOffset + group * GROUP_BYTES;
        if (loops.isDecoded()) {
          long at = (long) column * STEP_BYTES;
          long w0 = matrix.panelOffset(first) + at;
          long w1 = matrix.panelOffset(second) + at;
          multiplyTiles(matrix.data(), w0, w1, count, rows, y, to, yStride, column == 0);
        } else {
          loops.decode(matrix, first, column, count, decoded, 0);
          if (GROUP_PANELS == 2) {
            loops.decode(matrix, second, column, count, decoded, SECOND_DECODED);
          }
          multiplyTiles(decoded, 0, SECOND_DECODED, count, rows, y, to, yStride, column == 0);
        }
      }
    }
  }

  /// Brings `count` columns of the activations into tiles `[count, PanelTiles.ROWS]`.
  private void pack(RowView x, int firstRow, int rows, int column, int count) {
    for (int row = 0; row < rows; row++) {
      int to = row / PanelTiles.ROWS * TILE_SIZE + row % PanelTiles.ROWS;
      long from = x.offsetOf(firstRow + row) + (long) column * Float.BYTES;
      for (int k = 0; k < count; k++) {
        packed[to + k * PanelTiles.ROWS] = x.segment().get(FLOAT, from + (long) k * Float.BYTES);
      }
    }
  }

  private void multiplyTiles(
      MemorySegment w,
      long first,
      long second,
      int count,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride,
      boolean fresh) {
    for (int lane = 0; lane < GROUP_ROWS; lane += 2 * Lanes.COUNT) {
      long w0 = first + (long) lane * Float.BYTES;
      long w1 = GROUP_PANELS == 2 ? second : w0 + Lanes.BYTES;
      for (int row = 0; row < rows; row += PanelTiles.ROWS) {
        int tile = row / PanelTiles.ROWS * TILE_SIZE;
        long y0 = yOffset + (long) lane * Float.BYTES + row * yStride;
        long y1 = y0 + Lanes.BYTES;
        int present = rows - row;
        if (present == 1) {
          PanelTiles.one(w, w0, w1, count, packed, tile, y, y0, y1, fresh);
        } else if (present == 2) {
          PanelTiles.two(w, w0, w1, count, packed, tile, y, y0, y1, yStride, fresh);
        } else {
          long last = (present == 3 ? 2 : 3) * yStride;
          PanelTiles.four(w, w0, w1, count, packed, tile, y, y0, y1, yStride, last, fresh);
        }
      }
    }
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Products with many rows of activations: weights are decoded in blocks of columns that stay in
/// the first-level cache, and multiplied with tiles of rows.
///
/// Two vectors of output rows are computed together: halves of a panel with vectors of 8 numbers,
/// quarters with 4, two panels with 16.
///
/// @param <L> the loops of the formats that it takes
/// @param <X> what the activations are in
abstract class ManyRows<L extends FormatLoops, X> {
  /// Columns that are decoded at a time.
  static final int BLOCK_COLUMNS = Kernels.DECODED_COLUMNS;

  /// Rows of activations that are packed at a time.
  static final int BLOCK_ROWS = 64;

  /// Rows of a tile of activations, whether used or not.
  static final int TILE_ROWS = 4;

  /// Panels that two vectors of rows cover: 2 with vectors of 16 numbers, else 1.
  static final int GROUP_PANELS = 2 * Lanes.COUNT > PANEL_ROWS ? 2 : 1;

  static final int GROUP_ROWS = GROUP_PANELS * PANEL_ROWS;
  static final long GROUP_BYTES = (long) GROUP_ROWS * Float.BYTES;
  private static final long PANEL_BYTES = (long) PANEL_ROWS * Float.BYTES;

  private final MemorySegment edge;

  /// @param arena owns the scratch memory
  ManyRows(Arena arena) {
    edge = arena.allocate(BLOCK_ROWS * GROUP_BYTES, 64);
  }

  final void multiply(
      L loops,
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      X x,
      RowView y,
      int firstRow,
      int rows) {
    for (int row = 0; row < rows; row += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, rows - row);
      multiplyBlock(loops, matrix, firstPanel, panelCount, x, y, firstRow + row, count);
    }
  }

  private void multiplyBlock(
      L loops,
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      X x,
      RowView y,
      int firstRow,
      int rows) {
    long yFirst = y.offsetOf(firstRow);
    int end = firstPanel + panelCount;
    int whole = Math.max(Math.min(end, matrix.rows() / PANEL_ROWS) - firstPanel, 0);
    int groups = whole / GROUP_PANELS;
    if (groups > 0) {
      long to = yFirst + firstPanel * PANEL_BYTES;
      multiplyGroups(
          loops, matrix, firstPanel, groups, x, firstRow, rows, y.segment(), to, y.strideBytes());
    }
    // Panels that have no partner or not all rows: results go through scratch memory.
    for (int panel = firstPanel + groups * GROUP_PANELS; panel < end; panel++) {
      multiplyGroups(loops, matrix, panel, 1, x, firstRow, rows, edge, 0, GROUP_BYTES);
      for (int row = 0; row < rows; row++) {
        long to = yFirst + row * y.strideBytes() + panel * PANEL_BYTES;
        long bytes = (long) matrix.panelRows(panel) * Float.BYTES;
        MemorySegment.copy(edge, row * GROUP_BYTES, y.segment(), to, bytes);
      }
    }
  }

  /// Multiplies groups of panels with at most [#BLOCK_ROWS] rows.
  ///
  /// @param yOffset of the first group's results in the first row
  abstract void multiplyGroups(
      L loops,
      PackedMatrix matrix,
      int panel,
      int groups,
      X x,
      int firstRow,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride);

  /// The second panel of a group; the first again behind the last one.
  static int partner(PackedMatrix matrix, int panel) {
    return Math.min(panel + 1, matrix.panels() - 1);
  }
}

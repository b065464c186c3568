package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;
import static dev.gloss.inference.cpu.vector.RowLoops.GROUP_PANELS;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Products with one or two rows of activations, the forms of decoding steps without and with a
/// draft: a group of panels is multiplied with one row after the other, from the cache the second
/// time. With more rows it is faster to decode weights once for all of them.
final class FewRows {
  private static final int MOST_ROWS = 2;
  private static final int FIRST_COLUMNS = 4_096;
  private static final int GROUP_ROWS = GROUP_PANELS * PANEL_ROWS;

  private final float[][] activations = new float[MOST_ROWS][FIRST_COLUMNS];
  private final MemorySegment edge;

  /// @param arena owns the scratch memory
  FewRows(Arena arena) {
    edge = arena.allocate((long) GROUP_ROWS * Float.BYTES, 64);
  }

  void multiply(
      RowLoops loops,
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    for (int row = 0; row < rows; row++) {
      copyRow(x, firstRow + row, matrix.columns(), row);
    }
    int end = firstPanel + panelCount;
    for (int panel = firstPanel; panel < end; panel += GROUP_PANELS) {
      int first = panel * PANEL_ROWS;
      int outputs = Math.min(GROUP_ROWS, Math.min(end * PANEL_ROWS, matrix.rows()) - first);
      for (int row = 0; row < rows; row++) {
        long to = y.offsetOf(firstRow + row) + (long) first * Float.BYTES;
        if (outputs == GROUP_ROWS) {
          loops.multiplyRow(matrix, panel, activations[row], y.segment(), to);
        } else {
          loops.multiplyRow(matrix, panel, activations[row], edge, 0);
          MemorySegment.copy(edge, 0, y.segment(), to, (long) outputs * Float.BYTES);
        }
      }
    }
  }

  /// Copies a row to the heap, whose arrays grow to the widest matrix that is met.
  private void copyRow(RowView x, int row, int columns, int to) {
    if (columns > activations[to].length) {
      activations[to] = new float[columns];
    }
    MemorySegment.copy(x.segment(), FLOAT, x.offsetOf(row), activations[to], 0, columns);
  }
}

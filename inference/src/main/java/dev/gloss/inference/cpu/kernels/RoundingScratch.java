package dev.gloss.inference.cpu.kernels;

import java.lang.foreign.Arena;
import java.lang.ref.Reference;

/// Memory for rounding the rows of one product, for who has not had them rounded before.
public final class RoundingScratch {
  private int rows;
  private RoundedRows rounded = RoundedRows.allocate(Arena.ofAuto(), 0, 0);

  /// Rounds rows, and multiplies a matrix with them that takes such.
  ///
  /// @param kernels that do both
  public void multiply(
      Kernels kernels,
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rowCount) {
    RoundedRows room = forRows(firstRow + rowCount, matrix.columns());
    kernels.round(x, matrix.columns(), firstRow, rowCount, room);
    kernels.multiply(matrix, firstPanel, panelCount, room, y, firstRow, rowCount);
    // Kernels may know the memory by its address alone.
    Reference.reachabilityFence(room);
  }

  /// Room for so many rows of so many columns. It grows to the most and the widest that are met.
  private RoundedRows forRows(int count, int columns) {
    if (count > rows || columns > rounded.columns()) {
      rows = Math.max(count, rows);
      rounded = RoundedRows.allocate(Arena.ofAuto(), rows, Math.max(columns, rounded.columns()));
    }
    return rounded;
  }
}

package dev.gloss.inference.cpu.scalar;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Products with activations as they are: each number one chain of fused multiply-adds, columns
/// ascending, beginning at 0.
final class FloatProducts {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int BLOCK_COLUMNS = 256;

  private final float[] weights = new float[BLOCK_COLUMNS * PANEL_ROWS];
  private final float[] activations = new float[BLOCK_COLUMNS];
  private final float[] sums = new float[PANEL_ROWS];

  void decode(PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long offset) {
    matrix.decode(panel, first, count, weights);
    MemorySegment.copy(weights, 0, to, FLOAT, offset, count * PANEL_ROWS);
  }

  void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    for (int panel = firstPanel; panel < firstPanel + panelCount; panel++) {
      int width = matrix.panelRows(panel);
      long yPanel = (long) panel * PANEL_ROWS * Float.BYTES;
      for (int first = 0; first < matrix.columns(); first += BLOCK_COLUMNS) {
        int count = Math.min(BLOCK_COLUMNS, matrix.columns() - first);
        matrix.decode(panel, first, count, weights);
        for (int row = firstRow; row < firstRow + rows; row++) {
          long xRow = x.offsetOf(row) + (long) first * Float.BYTES;
          long yRow = y.offsetOf(row) + yPanel;
          if (first == 0) {
            Arrays.fill(sums, 0);
          } else {
            MemorySegment.copy(y.segment(), FLOAT, yRow, sums, 0, width);
          }
          MemorySegment.copy(x.segment(), FLOAT, xRow, activations, 0, count);
          addProducts(weights, 0, activations, 0, count, sums);
          MemorySegment.copy(sums, 0, y.segment(), FLOAT, yRow, width);
        }
      }
    }
  }

  /// Adds the products of all rows of a panel, eight chains at a time to keep them in registers.
  ///
  /// @param w `[count, PANEL_ROWS]` from `wAt` on
  /// @param x `[count]` from `xAt` on
  /// @param sums `[PANEL_ROWS]`
  static void addProducts(float[] w, int wAt, float[] x, int xAt, int count, float[] sums) {
    for (int half = 0; half < PANEL_ROWS; half += PANEL_ROWS / 2) {
      float s0 = sums[half];
      float s1 = sums[half + 1];
      float s2 = sums[half + 2];
      float s3 = sums[half + 3];
      float s4 = sums[half + 4];
      float s5 = sums[half + 5];
      float s6 = sums[half + 6];
      float s7 = sums[half + 7];
      for (int k = 0; k < count; k++) {
        float value = x[xAt + k];
        int at = wAt + k * PANEL_ROWS + half;
        s0 = Math.fma(w[at], value, s0);
        s1 = Math.fma(w[at + 1], value, s1);
        s2 = Math.fma(w[at + 2], value, s2);
        s3 = Math.fma(w[at + 3], value, s3);
        s4 = Math.fma(w[at + 4], value, s4);
        s5 = Math.fma(w[at + 5], value, s5);
        s6 = Math.fma(w[at + 6], value, s6);
        s7 = Math.fma(w[at + 7], value, s7);
      }
      sums[half] = s0;
      sums[half + 1] = s1;
      sums[half + 2] = s2;
      sums[half + 3] = s3;
      sums[half + 4] = s4;
      sums[half + 5] = s5;
      sums[half + 6] = s6;
      sums[half + 7] = s7;
    }
  }
}

package dev.gloss.inference.cpu.scalar;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.cpu.kernels.ActivationBlock;
import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Products of weights in blocks with activations rounded to integers, as [BlockPanels] says.
final class BlockProducts {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /// Rows of activations that are rounded at a time.
  private static final int MOST_ROWS = 64;

  private final float[] weights = new float[BLOCK * PANEL_ROWS];
  private final float[] activations = new float[MOST_ROWS * BLOCK];
  private final float[] activationScales = new float[MOST_ROWS];
  private final float[] activationSums = new float[MOST_ROWS];
  private final float[] integerSums = new float[PANEL_ROWS];
  private final float[] scales = new float[PANEL_ROWS];
  private final float[] minima = new float[PANEL_ROWS];
  private final float[] sums = new float[PANEL_ROWS];

  void multiply(
      BlockPanels format,
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    for (int row = firstRow; row < firstRow + rows; row += MOST_ROWS) {
      int count = Math.min(MOST_ROWS, firstRow + rows - row);
      for (int block = 0; block < matrix.columns() / BLOCK; block++) {
        for (int i = 0; i < count; i++) {
          round(x.segment(), x.offsetOf(row + i) + (long) block * BLOCK * Float.BYTES, i);
        }
        for (int panel = firstPanel; panel < firstPanel + panelCount; panel++) {
          unpack(format, matrix, panel, block);
          for (int i = 0; i < count; i++) {
            long to = y.offsetOf(row + i) + (long) panel * PANEL_ROWS * Float.BYTES;
            add(format.hasMinima(), i, block == 0, y.segment(), to, matrix.panelRows(panel));
          }
        }
      }
    }
  }

  /// Rounds a block of a row.
  private void round(MemorySegment x, long offset, int row) {
    int at = row * BLOCK;
    MemorySegment.copy(x, FLOAT, offset, activations, at, BLOCK);
    float largest = 0;
    for (int i = at; i < at + BLOCK; i++) {
      largest = Math.max(largest, Math.abs(activations[i]));
    }
    float inverse = ActivationBlock.inverse(largest);
    float sum = 0;
    for (int i = at; i < at + BLOCK; i++) {
      activations[i] = ActivationBlock.round(activations[i], inverse);
      sum += activations[i];
    }
    activationScales[row] = ActivationBlock.scale(largest);
    activationSums[row] = sum * activationScales[row];
  }

  private void unpack(BlockPanels format, PackedMatrix matrix, int panel, int block) {
    format.integers(matrix, panel, block, weights, 0);
    for (int i = 0; i < PANEL_ROWS; i++) {
      scales[i] = format.scale(matrix, panel, block, i);
      minima[i] = format.minimum(matrix, panel, block, i);
    }
  }

  /// Adds a block's part of the products of a panel with a row.
  private void add(boolean hasMinima, int row, boolean fresh, MemorySegment y, long to, int width) {
    Arrays.fill(integerSums, 0);
    FloatProducts.addProducts(weights, 0, activations, row * BLOCK, BLOCK, integerSums);
    if (fresh) {
      Arrays.fill(sums, 0);
    } else {
      MemorySegment.copy(y, FLOAT, to, sums, 0, width);
    }
    for (int i = 0; i < PANEL_ROWS; i++) {
      sums[i] = Math.fma(integerSums[i], scales[i] * activationScales[row], sums[i]);
      if (hasMinima) {
        sums[i] = Math.fma(minima[i], activationSums[row], sums[i]);
      }
    }
    MemorySegment.copy(sums, 0, y, FLOAT, to, width);
  }
}

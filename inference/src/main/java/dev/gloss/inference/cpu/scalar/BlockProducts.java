package dev.gloss.inference.cpu.scalar;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.cpu.kernels.ActivationBlock;
import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Products of weights in blocks with activations rounded to integers, as [BlockPanels] says.
final class BlockProducts {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final int PAIR_LANES = 4; // the two sums of either half

  private final float[] weights = new float[BLOCK * PANEL_ROWS];
  private final float[] activations = new float[BLOCK];
  private final int[] pairSums = new int[PAIR_LANES];
  private final float[] integerSums = new float[PANEL_ROWS];
  private final float[] scales = new float[PANEL_ROWS];
  private final float[] minima = new float[PANEL_ROWS];
  private final float[] sums = new float[PANEL_ROWS];

  void round(RowView x, int columns, int firstRow, int rows, RoundedRows to) {
    for (int row = firstRow; row < firstRow + rows; row++) {
      for (int block = 0; block < columns / BLOCK; block++) {
        long at = x.offsetOf(row) + (long) block * BLOCK * Float.BYTES;
        round(x.segment(), at, to.segment(), to.offsetOf(row, block));
      }
    }
  }

  private void round(MemorySegment x, long offset, MemorySegment to, long toOffset) {
    MemorySegment.copy(x, FLOAT, offset, activations, 0, BLOCK);
    float largest = 0;
    for (float activation : activations) {
      largest = Math.max(largest, Math.abs(activation));
    }
    float inverse = ActivationBlock.inverse(largest);
    Arrays.fill(pairSums, 0);
    for (int i = 0; i < BLOCK; i++) {
      byte integer = (byte) ActivationBlock.round(activations[i], inverse);
      to.set(BYTE, toOffset + i, integer);
      pairSums[i / (BLOCK / 2) * 2 + i / 2 % 2] += integer;
    }
    int sum = 0;
    for (int i = 0; i < PAIR_LANES; i++) {
      long at = toOffset + RoundedRows.PAIR_SUMS + (long) i * Short.BYTES;
      to.set(SHORT, at, (short) pairSums[i]);
      sum += pairSums[i];
    }
    float scale = ActivationBlock.scale(largest);
    to.set(FLOAT, toOffset + RoundedRows.SCALE, scale);
    to.set(FLOAT, toOffset + RoundedRows.SCALED_SUM, sum * scale);
  }

  void multiply(
      BlockPanels format,
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RoundedRows x,
      RowView y,
      int firstRow,
      int rows) {
    for (int panel = firstPanel; panel < firstPanel + panelCount; panel++) {
      for (int block = 0; block < matrix.columns() / BLOCK; block++) {
        unpack(format, matrix, panel, block);
        for (int row = firstRow; row < firstRow + rows; row++) {
          long from = x.offsetOf(row, block);
          long to = y.offsetOf(row) + (long) panel * PANEL_ROWS * Float.BYTES;
          boolean fresh = block == 0;
          int width = matrix.panelRows(panel);
          add(format.hasMinima(), x.segment(), from, fresh, y.segment(), to, width);
        }
      }
    }
  }

  private void unpack(BlockPanels format, PackedMatrix matrix, int panel, int block) {
    format.integers(matrix, panel, block, weights, 0);
    for (int i = 0; i < PANEL_ROWS; i++) {
      scales[i] = format.scale(matrix, panel, block, i);
      minima[i] = format.minimum(matrix, panel, block, i);
    }
  }

  /// Adds a block's part of the products of a panel with a row.
  private void add(
      boolean hasMinima,
      MemorySegment x,
      long from,
      boolean fresh,
      MemorySegment y,
      long to,
      int width) {
    for (int i = 0; i < BLOCK; i++) {
      activations[i] = x.get(BYTE, from + i);
    }
    float scale = x.get(FLOAT, from + RoundedRows.SCALE);
    float scaledSum = x.get(FLOAT, from + RoundedRows.SCALED_SUM);
    Arrays.fill(integerSums, 0);
    FloatProducts.addProducts(weights, 0, activations, 0, BLOCK, integerSums);
    if (fresh) {
      Arrays.fill(sums, 0);
    } else {
      MemorySegment.copy(y, FLOAT, to, sums, 0, width);
    }
    for (int i = 0; i < PANEL_ROWS; i++) {
      sums[i] = Math.fma(integerSums[i], scales[i] * scale, sums[i]);
      if (hasMinima) {
        sums[i] = Math.fma(minima[i], scaledSum, sums[i]);
      }
    }
    MemorySegment.copy(sums, 0, y, FLOAT, to, width);
  }
}

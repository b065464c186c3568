package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormat;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Matrix products with one or two rows of activations, the forms of decoding steps without and
/// with a draft: weights are decoded on the way and read once.
final class FewRowsMultiplier {
  private static final int MOST_ROWS = 2;
  private static final int MOST_COLUMNS = 16_384;

  /// Panels that four vectors of rows cover: 2 with vectors of 8 numbers, 4 with 16.
  private static final int GROUP_PANELS = Math.max(1, 4 * Lanes.COUNT / PANEL_ROWS);

  private static final int GROUP_VECTORS = GROUP_PANELS * PANEL_ROWS / Lanes.COUNT;
  private static final long GROUP_BYTES = (long) GROUP_VECTORS * Lanes.BYTES;

  private final float[] activations = new float[MOST_COLUMNS];
  private final float[] secondActivations = new float[MOST_COLUMNS];
  private final float[] scales = new float[MOST_COLUMNS / Matrix.SCALE_BLOCK];
  private final MemorySegment edge;

  /// @param arena owns the scratch memory
  FewRowsMultiplier(Arena arena) {
    edge = arena.allocate(MOST_ROWS * GROUP_BYTES, 64);
  }

  /// Whether it can multiply so many rows with this matrix.
  boolean takes(PackedMatrix matrix, int rows) {
    return rows <= MOST_ROWS
        && matrix.format() != PanelFormat.F16
        && matrix.columns() <= MOST_COLUMNS
        && matrix.columns() % matrix.format().columnsPerWord() == 0;
  }

  void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      MemorySegment x,
      long xOffset,
      long xStride,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride) {
    int columns = matrix.columns();
    MemorySegment.copy(x, ValueLayout.JAVA_FLOAT_UNALIGNED, xOffset, activations, 0, columns);
    if (rows == 2) {
      MemorySegment.copy(
          x, ValueLayout.JAVA_FLOAT_UNALIGNED, xOffset + xStride, secondActivations, 0, columns);
    }
    int end = firstPanel + panelCount;
    int panel = firstPanel;
    while (panel < end) {
      // Groups begin at multiples of their size, so that their panels share FP8 scales.
      int together = Math.min(GROUP_PANELS - panel % GROUP_PANELS, end - panel);
      int outputs = Math.min(together * PANEL_ROWS, matrix.rows() - panel * PANEL_ROWS);
      long to = yOffset + (long) panel * PANEL_ROWS * Float.BYTES;
      if (outputs == GROUP_PANELS * PANEL_ROWS) {
        multiplyGroup(matrix, panel, rows, y, to, yStride);
      } else {
        multiplyGroup(matrix, panel, rows, edge, 0, GROUP_BYTES);
        for (int row = 0; row < rows; row++) {
          long bytes = (long) outputs * Float.BYTES;
          MemorySegment.copy(edge, row * GROUP_BYTES, y, to + row * yStride, bytes);
        }
      }
      panel += together;
    }
  }

  private void multiplyGroup(
      PackedMatrix matrix, int panel, int rows, MemorySegment y, long yOffset, long yStride) {
    if (matrix.format() == PanelFormat.F8_E4M3) {
      for (int block = 0; block * Matrix.SCALE_BLOCK < matrix.columns(); block++) {
        scales[block] = PanelMultiplier.f8Scale(matrix, panel, block * Matrix.SCALE_BLOCK);
      }
    }
    if (rows == 1) {
      multiplyOne(matrix, panel, y, yOffset);
    } else {
      multiplyTwo(matrix, panel, y, yOffset, yStride);
    }
  }

  private void multiplyOne(PackedMatrix matrix, int panel, MemorySegment y, long yOffset) {
    int words = matrix.columns() / matrix.format().columnsPerWord();
    MemorySegment w = matrix.data();
    if (matrix.format() == PanelFormat.F8_E4M3) {
      for (int vector = 0; vector < GROUP_VECTORS; vector += 2) {
        long w0 = offset(matrix, panel, vector);
        long w1 = offset(matrix, panel, vector + 1);
        long to = yOffset + (long) vector * Lanes.BYTES;
        PanelRow.f8(w, w0, w1, words, scales, activations, y, to);
      }
      return;
    }
    long w0 = offset(matrix, panel, 0);
    long w1 = offset(matrix, panel, 1);
    long w2 = offset(matrix, panel, 2);
    long w3 = offset(matrix, panel, 3);
    if (matrix.format() == PanelFormat.F32) {
      PanelRow.f32(w, w0, w1, w2, w3, words, activations, y, yOffset);
    } else {
      PanelRow.bf16(w, w0, w1, w2, w3, words, activations, y, yOffset);
    }
  }

  private void multiplyTwo(
      PackedMatrix matrix, int panel, MemorySegment y, long yOffset, long yStride) {
    int words = matrix.columns() / matrix.format().columnsPerWord();
    MemorySegment w = matrix.data();
    float[] x0 = activations;
    float[] x1 = secondActivations;
    for (int vector = 0; vector < GROUP_VECTORS; vector += 2) {
      long w0 = offset(matrix, panel, vector);
      long w1 = offset(matrix, panel, vector + 1);
      long y0 = yOffset + (long) vector * Lanes.BYTES;
      long y1 = y0 + yStride;
      switch (matrix.format()) {
        case F32 -> PanelPair.f32(w, w0, w1, words, x0, x1, y, y0, y1);
        case BF16 -> PanelPair.bf16(w, w0, w1, words, x0, x1, y, y0, y1);
        case F8_E4M3 -> PanelPair.f8(w, w0, w1, words, scales, x0, x1, y, y0, y1);
        case F16 -> throw new IllegalStateException("F16 is not taken");
      }
    }
  }

  /// Where a vector of a group begins; behind the last panel, the last panel's.
  private static long offset(PackedMatrix matrix, int panel, int vector) {
    int lane = vector * Lanes.COUNT;
    int of = Math.min(panel + lane / PANEL_ROWS, matrix.panels() - 1);
    return matrix.panelOffset(of) + (long) (lane % PANEL_ROWS) * Float.BYTES;
  }
}

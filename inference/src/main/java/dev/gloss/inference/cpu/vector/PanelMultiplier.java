package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormat;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Matrix products panel by panel: chooses the form for the number of rows and the format, cuts
/// columns into blocks that stay in the first-level cache, and takes care of the edges.
///
/// Two vectors of output rows are computed together: halves of a panel with vectors of 8 numbers,
/// quarters with 4, two panels with 16.
final class PanelMultiplier {
  /// Columns that are decoded at a time; a multiple of the FP8 scale block.
  private static final int BLOCK_COLUMNS = 256;

  private static final int EDGE_ROWS = 64;
  private static final long PANEL_BYTES = (long) PANEL_ROWS * Float.BYTES;

  /// Panels that two vectors of rows cover: 2 with vectors of 16 numbers, else 1.
  private static final int PANELS_TOGETHER = 2 * Lanes.COUNT > PANEL_ROWS ? 2 : 1;

  private final MemorySegment decoded;
  private final MemorySegment edge;

  /// @param arena owns the scratch memory
  PanelMultiplier(Arena arena) {
    decoded = arena.allocate(2L * BLOCK_COLUMNS * STEP_BYTES, 64);
    edge = arena.allocate(2L * EDGE_ROWS * PANEL_BYTES, 64);
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
    int end = firstPanel + panelCount;
    int panel = firstPanel;
    while (panel < end) {
      // Panels computed together begin at an even one, so that they share FP8 scales.
      int together = Math.min(PANELS_TOGETHER - panel % PANELS_TOGETHER, end - panel);
      boolean whole =
          together == PANELS_TOGETHER && matrix.panelRows(panel + together - 1) == PANEL_ROWS;
      if (whole) {
        long yPanel = yOffset + panel * PANEL_BYTES;
        multiplyWhole(matrix, panel, x, xOffset, xStride, rows, y, yPanel, yStride);
      } else {
        multiplyEdge(matrix, panel, together, x, xOffset, xStride, rows, y, yOffset, yStride);
      }
      panel += together;
    }
  }

  /// Panels whose rows, together, are not those of whole vectors: results go through scratch
  /// memory.
  private void multiplyEdge(
      PackedMatrix matrix,
      int panel,
      int together,
      MemorySegment x,
      long xOffset,
      long xStride,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride) {
    int width = (together - 1) * PANEL_ROWS + matrix.panelRows(panel + together - 1);
    long edgeStride = PANELS_TOGETHER * PANEL_BYTES;
    for (int row = 0; row < rows; row += EDGE_ROWS) {
      int count = Math.min(EDGE_ROWS, rows - row);
      long xRow = xOffset + row * xStride;
      multiplyWhole(matrix, panel, x, xRow, xStride, count, edge, 0, edgeStride);
      for (int i = 0; i < count; i++) {
        long to = yOffset + (row + i) * yStride + panel * PANEL_BYTES;
        MemorySegment.copy(edge, i * edgeStride, y, to, (long) width * Float.BYTES);
      }
    }
  }

  private void multiplyWhole(
      PackedMatrix matrix,
      int panel,
      MemorySegment x,
      long xOffset,
      long xStride,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride) {
    boolean decodesOnTheWay =
        matrix.columns() % matrix.format().columnsPerWord() == 0
            && (matrix.format() == PanelFormat.BF16 || matrix.format() == PanelFormat.F8_E4M3);
    if (rows == 1 && decodesOnTheWay) {
      multiplyRow(matrix, panel, x, xOffset, y, yOffset);
    } else if (matrix.format() == PanelFormat.F32) {
      long w = matrix.panelOffset(panel);
      long next = matrix.panelOffset(secondPanel(matrix, panel));
      for (int column = 0; column < matrix.columns(); column += BLOCK_COLUMNS) {
        int count = Math.min(BLOCK_COLUMNS, matrix.columns() - column);
        long at = (long) column * STEP_BYTES;
        long xBlock = xOffset + (long) column * Float.BYTES;
        multiplyBlock(
            matrix.data(),
            w + at,
            next + at,
            count,
            x,
            xBlock,
            xStride,
            rows,
            y,
            yOffset,
            yStride,
            column == 0);
      }
    } else {
      long second = (long) BLOCK_COLUMNS * STEP_BYTES;
      for (int column = 0; column < matrix.columns(); column += BLOCK_COLUMNS) {
        int count = Math.min(BLOCK_COLUMNS, matrix.columns() - column);
        decode(matrix, panel, column, count, 0);
        if (PANELS_TOGETHER == 2) {
          decode(matrix, secondPanel(matrix, panel), column, count, second);
        }
        long xBlock = xOffset + (long) column * Float.BYTES;
        multiplyBlock(
            decoded, 0, second, count, x, xBlock, xStride, rows, y, yOffset, yStride, column == 0);
      }
    }
  }

  /// The panel computed together with this one; itself where it is the last.
  private static int secondPanel(PackedMatrix matrix, int panel) {
    return Math.min(panel + 1, matrix.panels() - 1);
  }

  /// One row of activations, weights decoded on the way.
  private static void multiplyRow(
      PackedMatrix matrix,
      int panel,
      MemorySegment x,
      long xOffset,
      MemorySegment y,
      long yOffset) {
    long w = matrix.panelOffset(panel);
    long next = matrix.panelOffset(secondPanel(matrix, panel));
    for (int lane = 0; lane < PANELS_TOGETHER * PANEL_ROWS; lane += 2 * Lanes.COUNT) {
      long w0 = w + (long) lane * Float.BYTES;
      long w1 = PANELS_TOGETHER == 2 ? next : w0 + Lanes.BYTES;
      long y0 = yOffset + (long) lane * Float.BYTES;
      long y1 = y0 + Lanes.BYTES;
      if (matrix.format() == PanelFormat.BF16) {
        PanelRow.bf16(matrix.data(), w0, w1, matrix.columns() / 2, x, xOffset, y, y0, y1);
        continue;
      }
      for (int column = 0; column < matrix.columns(); column += Matrix.SCALE_BLOCK) {
        int words = Math.min(Matrix.SCALE_BLOCK, matrix.columns() - column) / 4;
        float scale = f8Scale(matrix, panel, column);
        long at = (long) column / 4 * STEP_BYTES;
        long xBlock = xOffset + (long) column * Float.BYTES;
        PanelRow.f8(
            matrix.data(), w0 + at, w1 + at, words, scale, x, xBlock, y, y0, y1, column == 0);
      }
    }
  }

  /// The scale of a block with the offset of shifted codes; panels computed together share blocks.
  private static float f8Scale(PackedMatrix matrix, int panel, int column) {
    return matrix.scale(panel, column / Matrix.SCALE_BLOCK) * PackedMatrix.F8_EXPONENT_OFFSET;
  }

  private void decode(PackedMatrix matrix, int panel, int column, int count, long to) {
    int perWord = matrix.format().columnsPerWord();
    for (int lane = 0; lane < PANEL_ROWS; lane += Lanes.COUNT) {
      long laneOffset = (long) lane * Float.BYTES;
      long from = matrix.panelOffset(panel) + (long) column / perWord * STEP_BYTES + laneOffset;
      int words = Math.ceilDiv(count, perWord);
      switch (matrix.format()) {
        case F32 -> throw new IllegalStateException("float32 needs no decoding");
        case BF16 -> PanelDecoder.bf16(matrix.data(), from, words, decoded, to + laneOffset);
        case F16 -> PanelDecoder.f16(matrix.data(), from, words, decoded, to + laneOffset);
        case F8_E4M3 -> {
          for (int first = 0; first < count; first += Matrix.SCALE_BLOCK) {
            int blockWords = Math.ceilDiv(Math.min(Matrix.SCALE_BLOCK, count - first), perWord);
            PanelDecoder.f8(
                matrix.data(),
                from + (long) first / perWord * STEP_BYTES,
                blockWords,
                f8Scale(matrix, panel, column + first),
                decoded,
                to + laneOffset + (long) first * STEP_BYTES);
          }
        }
      }
    }
  }

  private static void multiplyBlock(
      MemorySegment w,
      long first,
      long second,
      int count,
      MemorySegment x,
      long xOffset,
      long xStride,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride,
      boolean fresh) {
    for (int lane = 0; lane < PANELS_TOGETHER * PANEL_ROWS; lane += 2 * Lanes.COUNT) {
      long w0 = first + (long) lane * Float.BYTES;
      long w1 = PANELS_TOGETHER == 2 ? second : w0 + Lanes.BYTES;
      long yLane = yOffset + (long) lane * Float.BYTES;
      int row = 0;
      for (; row + 4 <= rows; row += 4) {
        long y0 = yLane + row * yStride;
        long xRow = xOffset + row * xStride;
        PanelTiles.four(
            w, w0, w1, count, x, xRow, xStride, y, y0, y0 + Lanes.BYTES, yStride, fresh);
      }
      if (row + 2 <= rows) {
        long y0 = yLane + row * yStride;
        long xRow = xOffset + row * xStride;
        PanelTiles.two(w, w0, w1, count, x, xRow, xStride, y, y0, y0 + Lanes.BYTES, yStride, fresh);
        row += 2;
      }
      if (row < rows) {
        long y0 = yLane + row * yStride;
        PanelTiles.one(
            w, w0, w1, count, x, xOffset + row * xStride, y, y0, y0 + Lanes.BYTES, fresh);
      }
    }
  }
}

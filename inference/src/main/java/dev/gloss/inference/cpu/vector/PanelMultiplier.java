package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;

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

  /// Rows of activations that are packed at a time.
  private static final int BLOCK_ROWS = 64;

  private static final int TILE_SIZE = BLOCK_COLUMNS * PanelTiles.ROWS;
  private static final long PANEL_BYTES = (long) PANEL_ROWS * Float.BYTES;

  /// Panels that two vectors of rows cover: 2 with vectors of 16 numbers, else 1.
  private static final int PANELS_TOGETHER = 2 * Lanes.COUNT > PANEL_ROWS ? 2 : 1;

  private static final int GROUP_ROWS = PANELS_TOGETHER * PANEL_ROWS;
  private static final long GROUP_BYTES = (long) GROUP_ROWS * Float.BYTES;

  private final FewRowsMultiplier fewRows;
  private final MemorySegment decoded;
  private final MemorySegment edge;
  private final float[] packed = new float[BLOCK_ROWS * BLOCK_COLUMNS];

  /// @param arena owns the scratch memory
  PanelMultiplier(Arena arena) {
    decoded = arena.allocate(2L * BLOCK_COLUMNS * STEP_BYTES, 64);
    fewRows = new FewRowsMultiplier(arena);
    edge = arena.allocate(BLOCK_ROWS * GROUP_BYTES, 64);
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
    if (fewRows.takes(matrix, rows)) {
      fewRows.multiply(
          matrix, firstPanel, panelCount, x, xOffset, xStride, rows, y, yOffset, yStride);
      return;
    }
    for (int row = 0; row < rows; row += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, rows - row);
      long xRow = xOffset + row * xStride;
      long yRow = yOffset + row * yStride;
      multiplyRows(matrix, firstPanel, panelCount, x, xRow, xStride, count, y, yRow, yStride);
    }
  }

  private void multiplyRows(
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
    int panel = firstPanel;
    int end = firstPanel + panelCount;
    // Panels computed together begin at an even one, so that they share FP8 scales.
    if (panel % PANELS_TOGETHER != 0) {
      multiplyEdge(matrix, panel, x, xOffset, xStride, rows, y, yOffset, yStride);
      panel++;
    }
    int whole = (Math.min(end, matrix.rows() / PANEL_ROWS) - panel) / PANELS_TOGETHER;
    if (whole > 0) {
      long yPanel = yOffset + panel * PANEL_BYTES;
      multiplyWhole(matrix, panel, whole, x, xOffset, xStride, rows, y, yPanel, yStride);
      panel += whole * PANELS_TOGETHER;
    }
    for (; panel < end; panel++) {
      multiplyEdge(matrix, panel, x, xOffset, xStride, rows, y, yOffset, yStride);
    }
  }

  /// One panel that has no partner or not all rows: results go through scratch memory.
  private void multiplyEdge(
      PackedMatrix matrix,
      int panel,
      MemorySegment x,
      long xOffset,
      long xStride,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride) {
    multiplyWhole(matrix, panel, 1, x, xOffset, xStride, rows, edge, 0, GROUP_BYTES);
    for (int row = 0; row < rows; row++) {
      long to = yOffset + row * yStride + panel * PANEL_BYTES;
      long bytes = (long) matrix.panelRows(panel) * Float.BYTES;
      MemorySegment.copy(edge, row * GROUP_BYTES, y, to, bytes);
    }
  }

  /// Groups of whole panels, from `panel` on.
  private void multiplyWhole(
      PackedMatrix matrix,
      int panel,
      int groups,
      MemorySegment x,
      long xOffset,
      long xStride,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride) {
    for (int column = 0; column < matrix.columns(); column += BLOCK_COLUMNS) {
      int count = Math.min(BLOCK_COLUMNS, matrix.columns() - column);
      pack(x, xOffset + (long) column * Float.BYTES, xStride, rows, count);
      for (int group = 0; group < groups; group++) {
        int first = panel + group * PANELS_TOGETHER;
        long yGroup = yOffset + group * GROUP_BYTES;
        if (matrix.format() == PanelFormat.F32) {
          long at = (long) column * STEP_BYTES;
          long w0 = matrix.panelOffset(first) + at;
          long w1 = matrix.panelOffset(secondPanel(matrix, first)) + at;
          multiplyBlock(matrix.data(), w0, w1, count, rows, y, yGroup, yStride, column == 0);
        } else {
          long second = (long) BLOCK_COLUMNS * STEP_BYTES;
          decode(matrix, first, column, count, 0);
          if (PANELS_TOGETHER == 2) {
            decode(matrix, secondPanel(matrix, first), column, count, second);
          }
          multiplyBlock(decoded, 0, second, count, rows, y, yGroup, yStride, column == 0);
        }
      }
    }
  }

  /// Brings `count` columns of the activations into tiles `[count, PanelTiles.ROWS]`.
  private void pack(MemorySegment x, long xOffset, long xStride, int rows, int count) {
    for (int row = 0; row < rows; row++) {
      int to = row / PanelTiles.ROWS * TILE_SIZE + row % PanelTiles.ROWS;
      long from = xOffset + row * xStride;
      for (int k = 0; k < count; k++) {
        packed[to + k * PanelTiles.ROWS] = x.get(FLOAT, from + (long) k * Float.BYTES);
      }
    }
  }

  /// The panel computed together with this one; itself where it is the last.
  private static int secondPanel(PackedMatrix matrix, int panel) {
    return Math.min(panel + 1, matrix.panels() - 1);
  }

  /// The scale of a block with the offset of shifted codes; panels computed together share blocks.
  static float f8Scale(PackedMatrix matrix, int panel, int column) {
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

  private void multiplyBlock(
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
      long w1 = PANELS_TOGETHER == 2 ? second : w0 + Lanes.BYTES;
      for (int row = 0; row < rows; row += PanelTiles.ROWS) {
        int tile = row / PanelTiles.ROWS * TILE_SIZE;
        long y0 = yOffset + (long) lane * Float.BYTES + row * yStride;
        long y1 = y0 + Lanes.BYTES;
        switch (rows - row) {
          case 1 -> PanelTiles.one(w, w0, w1, count, packed, tile, y, y0, y1, fresh);
          case 2 -> PanelTiles.two(w, w0, w1, count, packed, tile, y, y0, y1, yStride, fresh);
          case 3 -> {
            PanelTiles.two(w, w0, w1, count, packed, tile, y, y0, y1, yStride, fresh);
            long last = 2 * yStride;
            PanelTiles.one(w, w0, w1, count, packed, tile + 2, y, y0 + last, y1 + last, fresh);
          }
          default -> PanelTiles.four(w, w0, w1, count, packed, tile, y, y0, y1, yStride, fresh);
        }
      }
    }
  }
}

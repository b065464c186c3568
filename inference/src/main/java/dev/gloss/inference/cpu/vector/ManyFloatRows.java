package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Products with many rows of activations as they are.
final class ManyFloatRows extends ManyRows<FormatLoops, RowView> {
  private static final int TILE_SIZE = BLOCK_COLUMNS * TILE_ROWS;
  private static final long SECOND_DECODED = (long) BLOCK_COLUMNS * STEP_BYTES;

  private final MemorySegment decoded;
  private final float[] packed = new float[BLOCK_ROWS * BLOCK_COLUMNS];

  /// @param arena owns the scratch memory
  ManyFloatRows(Arena arena) {
    super(arena);
    decoded = arena.allocate(GROUP_PANELS * SECOND_DECODED, 64);
  }

  @Override
  void multiplyGroups(
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
        int second = partner(matrix, first);
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

  /// Brings `count` columns of the activations into tiles `[count, TILE_ROWS]`.
  private void pack(RowView x, int firstRow, int rows, int column, int count) {
    for (int row = 0; row < rows; row++) {
      int to = row / TILE_ROWS * TILE_SIZE + row % TILE_ROWS;
      long from = x.offsetOf(firstRow + row) + (long) column * Float.BYTES;
      for (int k = 0; k < count; k++) {
        packed[to + k * TILE_ROWS] = x.segment().get(FLOAT, from + (long) k * Float.BYTES);
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
      for (int row = 0; row < rows; row += TILE_ROWS) {
        int tile = row / TILE_ROWS * TILE_SIZE;
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

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Products of weights in blocks with many rows of activations rounded to integers, in whole tiles:
/// the number of rows is a multiple of [#TILE_ROWS].
///
/// The integers of both are float32 here, which hold the sums of a block exactly.
final class ManyRoundedRows extends ManyRows<BlockLoops> {
  private static final int CHUNK_BLOCKS = BlockLoops.CHUNK_BLOCKS;
  private static final long SECOND_UNPACKED = (long) BLOCK_COLUMNS * STEP_BYTES;
  private static final long SECOND_FACTORS = (long) CHUNK_BLOCKS * STEP_BYTES;

  private final MemorySegment unpacked;
  private final MemorySegment scales;
  private final MemorySegment minima;
  private final int[] integers = new int[BLOCK_COLUMNS];
  private final float[] rowScales = new float[CHUNK_BLOCKS];

  /// Tiles `[BLOCK_COLUMNS, TILE_ROWS]` of integers.
  private final float[] tiles = new float[BLOCK_ROWS * BLOCK_COLUMNS];

  /// Tiles `[CHUNK_BLOCKS, TILE_ROWS]` of scales, and of the sums of integers times the scale.
  private final float[] tileScales = new float[BLOCK_ROWS * CHUNK_BLOCKS];

  private final float[] tileSums = new float[BLOCK_ROWS * CHUNK_BLOCKS];

  /// @param arena owns the scratch memory
  ManyRoundedRows(Arena arena) {
    super(arena);
    unpacked = arena.allocate(GROUP_PANELS * SECOND_UNPACKED, 64);
    scales = arena.allocate(GROUP_PANELS * SECOND_FACTORS, 64);
    minima = arena.allocate(GROUP_PANELS * SECOND_FACTORS, 64);
  }

  @Override
  void multiplyGroups(
      BlockLoops loops,
      PackedMatrix matrix,
      int panel,
      int groups,
      RowView x,
      int firstRow,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride) {
    int allBlocks = matrix.columns() / BLOCK;
    for (int block = 0; block < allBlocks; block += CHUNK_BLOCKS) {
      int blocks = Math.min(CHUNK_BLOCKS, allBlocks - block);
      round(x, firstRow, rows, block, blocks);
      for (int group = 0; group < groups; group++) {
        int first = panel + group * GROUP_PANELS;
        loops.integers(matrix, first, block, blocks, unpacked, 0);
        loops.factors(matrix, first, block, blocks, scales, minima, 0);
        if (GROUP_PANELS == 2) {
          int second = partner(matrix, first);
          loops.integers(matrix, second, block, blocks, unpacked, SECOND_UNPACKED);
          loops.factors(matrix, second, block, blocks, scales, minima, SECOND_FACTORS);
        }
        long to = yOffset + group * GROUP_BYTES;
        multiplyTiles(loops.format().hasMinima(), blocks, rows, y, to, yStride, block == 0);
      }
    }
  }

  /// Rounds blocks of the activations and brings them into tiles.
  private void round(RowView x, int firstRow, int rows, int block, int blocks) {
    for (int row = 0; row < rows; row++) {
      long from = x.offsetOf(firstRow + row) + (long) block * BLOCK * Float.BYTES;
      Rounding.round(x.segment(), from, blocks, integers, rowScales, 0);
      int tile = row / TILE_ROWS;
      int to = tile * TILE_ROWS * BLOCK_COLUMNS + row % TILE_ROWS;
      int factor = tile * TILE_ROWS * CHUNK_BLOCKS + row % TILE_ROWS;
      for (int i = 0; i < blocks; i++) {
        int sum = 0;
        for (int k = i * BLOCK; k < (i + 1) * BLOCK; k++) {
          tiles[to + k * TILE_ROWS] = integers[k];
          sum += integers[k];
        }
        tileScales[factor + i * TILE_ROWS] = rowScales[i];
        tileSums[factor + i * TILE_ROWS] = sum * rowScales[i];
      }
    }
  }

  private void multiplyTiles(
      boolean hasMinima,
      int blocks,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride,
      boolean fresh) {
    for (int lane = 0; lane < GROUP_ROWS; lane += 2 * Lanes.COUNT) {
      long first = (long) lane * Float.BYTES;
      long second = first + Lanes.BYTES;
      for (int row = 0; row < rows; row += TILE_ROWS) {
        for (int block = 0; block < blocks; block++) {
          long step = (long) block * STEP_BYTES;
          long integerStep = BLOCK * step;
          RoundedTiles.addBlock(
              unpacked,
              first + integerStep,
              (GROUP_PANELS == 2 ? SECOND_UNPACKED : second) + integerStep,
              scales,
              minima,
              first + step,
              (GROUP_PANELS == 2 ? SECOND_FACTORS : second) + step,
              hasMinima,
              tiles,
              (row * BLOCK_COLUMNS) + block * BLOCK * TILE_ROWS,
              tileScales,
              tileSums,
              row * CHUNK_BLOCKS + block * TILE_ROWS,
              y,
              yOffset + first + row * yStride,
              yStride,
              fresh && block == 0);
        }
      }
    }
  }
}

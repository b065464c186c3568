package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.vector.RoundedTiles.STRIDE;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Products of weights in blocks with many rows of rounded activations, in whole tiles: the number
/// of rows is a multiple of [#TILE_ROWS].
///
/// The integers of both are float32 here, which hold the sums of a block exactly.
final class ManyRoundedRows extends ManyRows<BlockLoops, RoundedRows> {
  private static final int CHUNK_BLOCKS = BLOCK_COLUMNS / BLOCK;

  private static final int TILES = BLOCK_ROWS / TILE_ROWS;

  private final float[] weights = new float[BLOCK_COLUMNS * STRIDE];
  private final float[] scales = new float[CHUNK_BLOCKS * STRIDE];
  private final float[] minima = new float[CHUNK_BLOCKS * STRIDE];

  // Of each tile the integers, their scales, and their sums times the scale.
  private final float[][] tiles = new float[TILES][BLOCK_COLUMNS * TILE_ROWS];
  private final float[][] tileScales = new float[TILES][CHUNK_BLOCKS * TILE_ROWS];
  private final float[][] tileSums = new float[TILES][CHUNK_BLOCKS * TILE_ROWS];

  /// @param arena owns the scratch memory
  ManyRoundedRows(Arena arena) {
    super(arena);
  }

  @Override
  void multiplyGroups(
      BlockLoops loops,
      PackedMatrix matrix,
      int panel,
      int groups,
      RoundedRows x,
      int firstRow,
      int rows,
      MemorySegment y,
      long yOffset,
      long yStride) {
    int allBlocks = matrix.columns() / BLOCK;
    for (int block = 0; block < allBlocks; block += CHUNK_BLOCKS) {
      int blocks = Math.min(CHUNK_BLOCKS, allBlocks - block);
      arrange(x, firstRow, rows, block, blocks);
      for (int group = 0; group < groups; group++) {
        int of = panel + group * GROUP_PANELS;
        for (int lane = 0; lane < GROUP_ROWS; lane += STRIDE) {
          unpack(loops, matrix, of, lane, block, blocks);
          long to = yOffset + group * GROUP_BYTES + (long) lane * Float.BYTES;
          multiplyTiles(loops.format().hasMinima(), blocks, rows, y, to, yStride, block == 0);
        }
      }
    }
  }

  /// Unpacks two vectors of rows, of one panel or of two.
  private void unpack(
      BlockLoops loops, PackedMatrix matrix, int panel, int lane, int block, int blocks) {
    int lanes = Math.min(STRIDE, PANEL_ROWS);
    for (int i = 0; i < GROUP_PANELS; i++) {
      int of = Math.min(panel + i, matrix.panels() - 1);
      int at = i * PANEL_ROWS;
      loops.unpack(matrix, of, block, blocks);
      loops.integers(matrix, of, block, blocks, lane, lanes, weights, at, STRIDE);
      loops.factors(matrix, of, block, blocks, lane, lanes, scales, minima, at, STRIDE);
    }
  }

  /// Brings blocks of the activations into tiles.
  private void arrange(RoundedRows x, int firstRow, int rows, int block, int blocks) {
    for (int row = 0; row < rows; row++) {
      int tile = row / TILE_ROWS;
      long from = x.offsetOf(firstRow + row, block);
      int at = row % TILE_ROWS;
      arrange(x.segment(), from, blocks, tiles[tile], tileScales[tile], tileSums[tile], at);
    }
  }

  private static void arrange(
      MemorySegment x,
      long offset,
      int blocks,
      float[] tile,
      float[] scalesOf,
      float[] sumsOf,
      int row) {
    for (int block = 0; block < blocks; block++) {
      long from = offset + (long) block * RoundedRows.BLOCK_BYTES;
      int to = row + block * BLOCK * TILE_ROWS;
      for (int k = 0; k < BLOCK; k++) {
        tile[to + k * TILE_ROWS] = x.get(ValueLayout.JAVA_BYTE, from + k);
      }
      scalesOf[row + block * TILE_ROWS] = x.get(Lanes.FLOAT, from + RoundedRows.SCALE);
      sumsOf[row + block * TILE_ROWS] = x.get(Lanes.FLOAT, from + RoundedRows.SCALED_SUM);
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
    for (int tile = 0; tile < rows / TILE_ROWS; tile++) {
      RoundedTiles.multiply(
          weights,
          scales,
          minima,
          hasMinima,
          blocks,
          tiles[tile],
          tileScales[tile],
          tileSums[tile],
          y,
          yOffset + tile * TILE_ROWS * yStride,
          yStride,
          fresh);
    }
  }
}

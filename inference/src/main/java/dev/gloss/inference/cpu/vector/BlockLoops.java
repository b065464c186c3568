package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;
import static dev.gloss.inference.cpu.vector.QuadUnpacking.QUADS;

import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.lang.foreign.MemorySegment;

/// The loops of a format of integers, scales and minima in blocks of columns.
///
/// A format unpacks its codes to quads ([QuadUnpacking]) and decodes its factors; the rest is the
/// same for all. Blocks are those of a panel, [#CHUNK_BLOCKS] at most, the first of which is a
/// multiple of 8.
abstract class BlockLoops extends FormatLoops {
  /// Most blocks that are unpacked at a time: as many as the first-level cache has room for.
  static final int CHUNK_BLOCKS = 16;

  private final int[] quads = new int[CHUNK_BLOCKS * QUADS * PANEL_ROWS];
  private final float[] scales = new float[CHUNK_BLOCKS * PANEL_ROWS];
  private final float[] minima = new float[CHUNK_BLOCKS * PANEL_ROWS];
  private final float[] decoded = new float[ManyRows.BLOCK_COLUMNS * PANEL_ROWS];

  /// Whose loops these are.
  abstract BlockPanels format();

  /// What the codes are less by, if they are without sign.
  short bias() {
    return 0;
  }

  /// Unpacks the codes of one vector of rows.
  ///
  /// @param codes offset of the vector's codes in the first block
  /// @param to `[blocks, QUADS, PANEL_ROWS]`
  /// @param lane first of the vector's rows
  abstract void unpack(MemorySegment w, long codes, int blocks, int[] to, int lane);

  /// Decodes the factors of one vector of rows.
  ///
  /// @param words offset of the vector's factors in the first block's group
  /// @param toScales takes the first block's at index `toAt`, the others every `stride` numbers
  /// @param toMinima likewise, if the format has minima
  abstract void factors(
      MemorySegment w,
      long words,
      int blocks,
      float[] toScales,
      float[] toMinima,
      int toAt,
      int stride);

  /// Takes blocks in, for [#integers].
  final void unpack(PackedMatrix matrix, int panel, int firstBlock, int blocks) {
    long codes = format().codesOffset(matrix, panel, firstBlock);
    for (int lane = 0; lane < PANEL_ROWS; lane += Lanes.COUNT) {
      unpack(matrix.data(), codes + (long) lane * Integer.BYTES, blocks, quads, lane);
    }
  }

  /// Decodes the factors of blocks.
  ///
  /// @param toAt index of the first block's in both, those of the others follow every `stride`
  ///   numbers
  final void factors(
      PackedMatrix matrix,
      int panel,
      int firstBlock,
      int blocks,
      int firstLane,
      int lanes,
      float[] toScales,
      float[] toMinima,
      int toAt,
      int stride) {
    long words = format().factorsOffset(matrix, panel, firstBlock);
    for (int i = 0; i < lanes; i += Lanes.COUNT) {
      long at = words + (long) (firstLane + i) * Integer.BYTES;
      factors(matrix.data(), at, blocks, toScales, toMinima, toAt + i, stride);
    }
  }

  /// The integers of the blocks taken in.
  ///
  /// @param to takes a step for each column, the first one at index `toAt`, the others every
  ///   `stride` numbers
  void integers(
      PackedMatrix matrix,
      int panel,
      int firstBlock,
      int blocks,
      int firstLane,
      int lanes,
      float[] to,
      int toAt,
      int stride) {
    for (int i = 0; i < lanes; i += Lanes.COUNT) {
      QuadUnpacking.floats(quads, firstLane + i, blocks * QUADS, 0, bias(), to, toAt + i, stride);
    }
  }

  /// Sums of the products of integers with those of a row, for two vectors of rows.
  ///
  /// @param w0 offset of the first vector's codes in the first block, `w1` of the second's
  /// @param firstBlock of the row
  /// @param to `[blocks, 2, STRIDE]`, of which two sums belong together
  abstract void sums(
      MemorySegment w, long w0, long w1, RoundedRow row, int firstBlock, int blocks, float[] to);

  /// Multiplies sums with scales that half a block has to itself, in formats with such.
  ///
  /// @param firstLane of the vectors of this panel in it
  /// @param lanes how many rows they have
  /// @param toAt index of the first of their sums
  void scaleSums(
      PackedMatrix matrix,
      int panel,
      int firstBlock,
      int blocks,
      int firstLane,
      int lanes,
      float[] to,
      int toAt) {}

  /// The quads of the blocks taken in.
  final int[] quads() {
    return quads;
  }

  @Override
  void decode(
      PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long toOffset) {
    int block = first / BLOCK;
    int blocks = count / BLOCK;
    unpack(matrix, panel, block, blocks);
    integers(matrix, panel, block, blocks, 0, PANEL_ROWS, decoded, 0, PANEL_ROWS);
    factors(matrix, panel, block, blocks, 0, PANEL_ROWS, scales, minima, 0, PANEL_ROWS);
    for (int lane = 0; lane < PANEL_ROWS; lane += Lanes.COUNT) {
      if (format().hasMinima()) {
        FactorLoops.scale(decoded, scales, minima, blocks, lane);
      } else {
        FactorLoops.scale(decoded, scales, blocks, lane);
      }
    }
    MemorySegment.copy(decoded, 0, to, FLOAT, toOffset, count * PANEL_ROWS);
  }
}

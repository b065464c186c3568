package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// The loops of a format of integers, scales and minima in blocks of columns.
///
/// Methods take one vector of a panel's rows, whose bytes begin at `lane` in every step, and some
/// consecutive blocks.
abstract class BlockLoops extends FormatLoops {
  /// Blocks that are unpacked at a time.
  static final int CHUNK_BLOCKS = ManyRows.BLOCK_COLUMNS / BLOCK;

  private final MemorySegment quads;
  private final MemorySegment scales;
  private final MemorySegment minima;

  /// @param arena owns the scratch memory
  BlockLoops(Arena arena) {
    quads = arena.allocate((long) CHUNK_BLOCKS * Quads.BLOCK_BYTES, 64);
    scales = arena.allocate((long) CHUNK_BLOCKS * STEP_BYTES, 64);
    minima = arena.allocate((long) CHUNK_BLOCKS * STEP_BYTES, 64);
  }

  /// Whose loops these are.
  abstract BlockPanels format();

  /// Sums of the products of the integers of weights and activations: `sums [blocks, PANEL_ROWS]`.
  ///
  /// @param firstBlock of the matrix's columns and of the row
  abstract void sums(
      PackedMatrix matrix,
      int panel,
      long lane,
      int firstBlock,
      int blocks,
      RoundedRow row,
      MemorySegment sums,
      long sumsOffset);

  /// Unpacks the integers of weights to float32 steps.
  abstract void integers(
      PackedMatrix matrix,
      int panel,
      long lane,
      int firstBlock,
      int blocks,
      MemorySegment quads,
      MemorySegment to,
      long toOffset);

  /// Decodes `scales [blocks, PANEL_ROWS]` and, where the format has some, `minima`.
  ///
  /// @param firstBlock a multiple of [#CHUNK_BLOCKS]
  /// @param offset in both
  abstract void factors(
      PackedMatrix matrix,
      int panel,
      long lane,
      int firstBlock,
      int blocks,
      MemorySegment scales,
      MemorySegment minima,
      long offset);

  /// Unpacks the integers of all rows of a panel to float32 steps.
  ///
  /// @param blocks at most [#CHUNK_BLOCKS]
  final void integers(
      PackedMatrix matrix, int panel, int firstBlock, int blocks, MemorySegment to, long toOffset) {
    for (long lane = 0; lane < STEP_BYTES; lane += Lanes.BYTES) {
      integers(matrix, panel, lane, firstBlock, blocks, quads, to, toOffset);
    }
  }

  /// Decodes the factors of all rows of a panel.
  final void factors(
      PackedMatrix matrix,
      int panel,
      int firstBlock,
      int blocks,
      MemorySegment toScales,
      MemorySegment toMinima,
      long offset) {
    for (long lane = 0; lane < STEP_BYTES; lane += Lanes.BYTES) {
      factors(matrix, panel, lane, firstBlock, blocks, toScales, toMinima, offset);
    }
  }

  @Override
  void decode(
      PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long toOffset) {
    int blocks = count / BLOCK;
    integers(matrix, panel, first / BLOCK, blocks, to, toOffset);
    factors(matrix, panel, first / BLOCK, blocks, scales, minima, 0);
    for (int block = 0; block < blocks; block++) {
      for (int lane = 0; lane < STEP_BYTES; lane += Lanes.BYTES) {
        long factors = (long) block * STEP_BYTES + lane;
        long at = toOffset + (long) block * BLOCK * STEP_BYTES + lane;
        if (format().hasMinima()) {
          scaleWithMinimum(scales, minima, factors, to, at);
        } else {
          scale(scales, factors, to, at);
        }
      }
    }
  }

  private static void scale(MemorySegment scales, long factors, MemorySegment to, long at) {
    FloatVector scale = FloatVector.fromMemorySegment(FLOATS, scales, factors, ORDER);
    for (int k = 0; k < BLOCK; k++) {
      long step = at + (long) k * STEP_BYTES;
      FloatVector.fromMemorySegment(FLOATS, to, step, ORDER)
          .mul(scale)
          .intoMemorySegment(to, step, ORDER);
    }
  }

  private static void scaleWithMinimum(
      MemorySegment scales, MemorySegment minima, long factors, MemorySegment to, long at) {
    FloatVector scale = FloatVector.fromMemorySegment(FLOATS, scales, factors, ORDER);
    FloatVector minimum = FloatVector.fromMemorySegment(FLOATS, minima, factors, ORDER);
    for (int k = 0; k < BLOCK; k++) {
      long step = at + (long) k * STEP_BYTES;
      FloatVector.fromMemorySegment(FLOATS, to, step, ORDER)
          .fma(scale, minimum)
          .intoMemorySegment(to, step, ORDER);
    }
  }
}

package dev.gloss.inference.cpu.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Rows of activations rounded to integers ([ActivationBlock]), as products with [BlockPanels] take
/// them.
///
/// Each block of [BlockPanels#BLOCK] columns has [#BLOCK_BYTES]: the integers, a byte each; for
/// either half of the block the sums of columns `4 i` and `4 i + 1`, and of columns `4 i + 2` and
/// `4 i + 3`, 16 bits each (what products in 16-bit lanes begin with where weights have a bias);
/// the scale; the sum of all integers times the scale.
///
/// Native memory, owned by the arena given at allocation.
///
/// @param segment has the blocks
/// @param columns most of a row, a multiple of [BlockPanels#BLOCK]
/// @param strideBytes from row to row
public record RoundedRows(MemorySegment segment, int columns, long strideBytes) {
  /// Bytes of a block.
  public static final int BLOCK_BYTES = 48;

  /// Where in a block the sums of its first half are; those of the second half follow.
  public static final int PAIR_SUMS = 32;

  /// Where in a block its scale is.
  public static final int SCALE = 40;

  /// Where in a block the sum of its integers is, times its scale.
  public static final int SCALED_SUM = 44;

  /// Allocates rows.
  ///
  /// @param columns most of a row; what is behind the last whole block is left out
  public static RoundedRows allocate(Arena arena, long capacity, int columns) {
    int blocks = columns / BlockPanels.BLOCK;
    long stride = (long) blocks * BLOCK_BYTES;
    MemorySegment segment = arena.allocate(Math.max(capacity * stride, 1), PackedMatrix.ALIGNMENT);
    return new RoundedRows(segment, blocks * BlockPanels.BLOCK, stride);
  }

  /// Where a row's block is, in bytes.
  public long offsetOf(int row, int block) {
    return row * strideBytes + (long) block * BLOCK_BYTES;
  }
}

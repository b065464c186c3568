package dev.gloss.inference.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Activations: `[capacity, width]` float32 in native memory, each row 64-byte aligned.
///
/// @param segment the numbers, zero at first; some readable bytes follow the last row
/// @param width numbers of a row
/// @param strideBytes from row to row
record Rows(MemorySegment segment, int width, long strideBytes) {
  static final int ALIGNMENT_BYTES = 64;
  private static final int ALIGNMENT = ALIGNMENT_BYTES / Float.BYTES;

  /// Allocates rows from an arena that owns them.
  static Rows allocate(Arena arena, long capacity, int width) {
    long stride = (long) padded(width) * Float.BYTES;
    // One row more, so that a vector may be loaded across the end of the last one.
    return new Rows(arena.allocate((capacity + 1) * stride, ALIGNMENT_BYTES), width, stride);
  }

  /// The next multiple of 16 numbers.
  static int padded(int width) {
    return Math.ceilDiv(width, ALIGNMENT) * ALIGNMENT;
  }

  /// Where a row begins.
  long offset(int row) {
    return row * strideBytes;
  }
}

package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Activations: `[capacity, width]` float32 in native memory, each row 64-byte aligned.
///
/// @param view the numbers, zero at first; some readable bytes follow the last row
/// @param width numbers of a row
record Rows(RowView view, int width) {
  static final int ALIGNMENT_BYTES = 64;
  private static final int ALIGNMENT = ALIGNMENT_BYTES / Float.BYTES;

  /// Allocates rows from an arena that owns them.
  static Rows allocate(Arena arena, long capacity, int width) {
    long stride = (long) padded(width) * Float.BYTES;
    // One row more, so that a vector may be loaded across the end of the last one.
    MemorySegment segment = arena.allocate((capacity + 1) * stride, ALIGNMENT_BYTES);
    return new Rows(new RowView(segment, 0, stride), width);
  }

  /// The memory.
  MemorySegment segment() {
    return view.segment();
  }

  /// Bytes from row to row.
  long strideBytes() {
    return view.strideBytes();
  }

  /// Every `every`-th row from `first` on, and of these the numbers from `column` on.
  RowView part(int first, int every, int column) {
    long offset = offset(first) + (long) column * Float.BYTES;
    return new RowView(segment(), offset, strideBytes() * every);
  }

  /// The next multiple of 16 numbers.
  static int padded(int width) {
    return Math.ceilDiv(width, ALIGNMENT) * ALIGNMENT;
  }

  /// Where a row begins.
  long offset(int row) {
    return view.offsetOf(row);
  }
}

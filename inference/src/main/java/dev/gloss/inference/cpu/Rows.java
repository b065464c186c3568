package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Activations: `[capacity, width]` float32 in native memory, each row 64-byte aligned.
///
/// @param view the numbers, zero at first; some readable bytes follow the last row
/// @param width numbers of a row
/// @param rounded room for the same rows rounded, for products of quantized weights; null where
///   none are multiplied with these rows
record Rows(RowView view, int width, @Nullable RoundedRows rounded) {
  static final int ALIGNMENT_BYTES = 64;
  private static final int ALIGNMENT = ALIGNMENT_BYTES / Float.BYTES;

  /// Allocates rows from an arena that owns them.
  static Rows allocate(Arena arena, long capacity, int width) {
    return allocate(arena, capacity, width, false);
  }

  /// Allocates rows from an arena that owns them.
  ///
  /// @param rounds whether there is to be room for them rounded, too
  static Rows allocate(Arena arena, long capacity, int width, boolean rounds) {
    long stride = (long) padded(width) * Float.BYTES;
    // One row more, so that a vector may be loaded across the end of the last one.
    MemorySegment segment = arena.allocate((capacity + 1) * stride, ALIGNMENT_BYTES);
    RoundedRows rounded = rounds ? RoundedRows.allocate(arena, capacity, width) : null;
    return new Rows(new RowView(segment, 0, stride), width, rounded);
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

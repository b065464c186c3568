package dev.gloss.inference.cpu.kernels;

import java.lang.foreign.MemorySegment;

/// Rows of float32 numbers in native order: the activations that a product reads or writes.
///
/// Made once for a buffer, not for each call, so that steps allocate nothing. Owns no memory.
///
/// @param segment has the numbers
/// @param offset bytes before row 0
/// @param strideBytes from row to row
public record RowView(MemorySegment segment, long offset, long strideBytes) {

  /// Where a row begins, in bytes.
  public long offsetOf(int row) {
    return offset + row * strideBytes;
  }
}

package dev.gloss.inference.tensor;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A named array of numbers in memory that somebody else owns, usually a mapped file.
///
/// Rows are contiguous, the last dimension varies fastest, numbers are little-endian.
///
/// @param name as the checkpoint names it
/// @param dtype of its elements
/// @param shape outermost dimension first
/// @param data exactly `elements() * dtype.sizeBytes()` bytes, not necessarily aligned
public record Tensor(String name, DType dtype, List<Long> shape, MemorySegment data) {

  /// Checks the size.
  ///
  /// @throws IllegalArgumentException if the segment's size does not follow from shape and dtype
  public Tensor {
    shape = List.copyOf(shape);
    long elements = 1;
    for (long dimension : shape) {
      elements = Math.multiplyExact(elements, dimension);
    }
    long expected = Math.multiplyExact(elements, (long) dtype.sizeBytes());
    if (data.byteSize() != expected) {
      throw new IllegalArgumentException(
          name
              + ": "
              + dtype
              + " "
              + shape
              + " takes "
              + expected
              + " bytes, got "
              + data.byteSize());
    }
  }

  /// Number of elements.
  public long elements() {
    return data.byteSize() / dtype.sizeBytes();
  }
}

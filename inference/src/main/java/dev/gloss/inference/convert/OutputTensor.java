package dev.gloss.inference.convert;

import dev.gloss.inference.tensor.DType;
import java.util.List;
import java.util.function.Supplier;

/// A tensor to write.
///
/// @param name in the file to be
/// @param dtype in which to write it; FP8 with its block scales behind it
/// @param shape outermost dimension first
/// @param rows its numbers, asked for when its turn has come; as many rows as the outer dimensions
///   multiply to, as long as the last one
record OutputTensor(String name, DType dtype, List<Long> shape, Supplier<Rows> rows) {

  /// Copies the shape.
  OutputTensor {
    shape = List.copyOf(shape);
  }

  /// Numbers of a row.
  long columns() {
    return shape.getLast();
  }

  /// Bytes that it takes, without scales.
  long sizeBytes() {
    return dtype.bytes(shape);
  }
}

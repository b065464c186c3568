package dev.gloss.inference.checkpoint;

import dev.gloss.inference.tensor.DType;
import java.util.List;

/// A tensor as a safetensors header lists it.
///
/// @param name of the tensor
/// @param dtype of its elements
/// @param shape outermost dimension first
/// @param beginBytes where it begins, counted from the end of the header
/// @param endBytes where it ends, the first byte that is not its own
record TensorEntry(String name, DType dtype, List<Long> shape, long beginBytes, long endBytes) {

  /// Copies the shape.
  TensorEntry {
    shape = List.copyOf(shape);
  }

  /// Bytes it occupies.
  long sizeBytes() {
    return endBytes - beginBytes;
  }
}

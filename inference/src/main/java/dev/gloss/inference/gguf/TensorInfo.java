package dev.gloss.inference.gguf;

import dev.gloss.inference.tensor.DType;
import java.util.List;

/// A tensor as a file's list announces it.
///
/// @param name of the tensor
/// @param dtype of its elements
/// @param shape outermost dimension first, so the other way round than the file writes it
/// @param offsetBytes where it begins, counted from the beginning of the data
/// @param sizeBytes bytes it occupies
record TensorInfo(String name, DType dtype, List<Long> shape, long offsetBytes, long sizeBytes) {

  /// Copies the shape.
  TensorInfo {
    shape = List.copyOf(shape);
  }

  /// What it is, for messages.
  String label() {
    return "tensor " + Text.shown(name);
  }
}

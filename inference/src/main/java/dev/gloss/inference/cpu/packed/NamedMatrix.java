package dev.gloss.inference.cpu.packed;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.tensor.Matrix;

/// A packed matrix and what was packed.
///
/// @param name of the tensor, and the element type in which it lay there
/// @param matrix its panels
public record NamedMatrix(String name, PackedMatrix matrix) {

  /// The name of a checkpoint's matrix.
  public static String nameOf(Matrix matrix) {
    return matrix.weight().name() + " " + matrix.weight().dtype();
  }
}

package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormat;
import dev.gloss.inference.cpu.packed.NamedMatrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The matrices of a backend as they are packed: which they are, how much they take, and one of
/// each format.
final class Inventory {
  private final Map<PanelFormat, PackedMatrix> samples = new LinkedHashMap<>();
  private final List<NamedMatrix> matrices = new ArrayList<>();
  private long weightBytes;

  /// Takes note of a matrix.
  ///
  /// @param name as [NamedMatrix] has it
  PackedMatrix add(String name, PackedMatrix matrix) {
    matrices.add(new NamedMatrix(name, matrix));
    samples.putIfAbsent(matrix.format(), matrix);
    weightBytes += matrix.byteSize();
    return matrix;
  }

  /// All matrices, in the order in which they were packed.
  List<NamedMatrix> matrices() {
    return List.copyOf(matrices);
  }

  /// One matrix of each format.
  List<PackedMatrix> samples() {
    return List.copyOf(samples.values());
  }

  /// Bytes of all matrices.
  long weightBytes() {
    return weightBytes;
  }
}

package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The matrices of a backend as they are packed: how much they take, and one of each format.
final class Inventory {
  private final Map<PanelFormat, PackedMatrix> samples = new LinkedHashMap<>();
  private long weightBytes;

  /// Takes note of a matrix.
  PackedMatrix add(PackedMatrix matrix) {
    samples.putIfAbsent(matrix.format(), matrix);
    weightBytes += matrix.byteSize();
    return matrix;
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

package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormat;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/// What all layers of a backend share.
///
/// @param config the model's hyper-parameters
/// @param arena owns all native memory of the backend
/// @param workers the threads
/// @param maxRows most rows of a step
/// @param samples a packed matrix of each format, gathered as they are packed
record Resources(
    DecoderConfig config,
    Arena arena,
    Workers workers,
    int maxRows,
    Map<PanelFormat, PackedMatrix> samples) {

  /// Activations for the rows of a step.
  Rows rows(int width) {
    return Rows.allocate(arena, maxRows, width);
  }

  /// Repacks a matrix.
  PackedMatrix pack(Matrix matrix) {
    return sampled(PackedMatrix.of(matrix, arena));
  }

  /// Takes note of a matrix's format.
  PackedMatrix sampled(PackedMatrix matrix) {
    samples.putIfAbsent(matrix.format(), matrix);
    return matrix;
  }

  /// A norm over the hidden size.
  HiddenNorm norm(Tensor weight) {
    return new HiddenNorm(vector(weight), config.hiddenSize(), config.rmsNormEps());
  }

  /// Copies a small tensor, such as a norm's weight, as float32.
  MemorySegment vector(Tensor tensor) {
    float[] values = Decoder.all(tensor);
    MemorySegment copy =
        arena.allocate((long) Rows.padded(values.length) * Float.BYTES, Rows.ALIGNMENT_BYTES);
    MemorySegment.copy(values, 0, copy, ValueLayout.JAVA_FLOAT, 0, values.length);
    return copy;
  }
}

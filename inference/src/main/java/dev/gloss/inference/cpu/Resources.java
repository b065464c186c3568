package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What all layers of a backend share.
///
/// @param config the model's hyper-parameters
/// @param arena owns all native memory of the backend; with a [CountingArena] nothing is filled
/// @param workers the threads
/// @param precision of matrix products
/// @param rounds whether some of them round their activations
/// @param maxRows most rows of a step
/// @param inventory of the matrices, as they are packed
/// @param times of steps
record Resources(
    DecoderConfig config,
    Arena arena,
    Workers workers,
    Precision precision,
    boolean rounds,
    int maxRows,
    Inventory inventory,
    StepTimes times) {

  /// Activations for the rows of a step.
  Rows rows(int width) {
    return Rows.allocate(arena, maxRows, width);
  }

  /// Activations for the rows of a step, which matrices are multiplied with.
  Rows inputRows(int width) {
    return inputRows(maxRows, width);
  }

  /// Activations that matrices are multiplied with.
  Rows inputRows(long capacity, int width) {
    return Rows.allocate(arena, capacity, width, rounds);
  }

  /// Repacks a matrix, all workers together, and releases it.
  PackedMatrix pack(Matrix matrix) {
    if (!fills()) {
      return inventory.add(PackedMatrix.unfilled(matrix, precision, arena));
    }
    PackedMatrix packed =
        PackedMatrix.of(
            matrix,
            precision,
            arena,
            (panels, work) -> workers.run((worker, panel) -> work.accept(panel), panels));
    release(matrix);
    return inventory.add(packed);
  }

  /// Leaves nothing of a mapped matrix in memory, since it is not read again as a whole; what is,
  /// as rows of an embedding that is the head as well, comes back by itself.
  void release(Matrix matrix) {
    MemorySegment stored = matrix.weight().data();
    if (fills() && stored.isMapped()) {
      stored.unload();
    }
  }

  /// Packs numbers given one by one.
  PackedMatrix pack(int rows, int columns, PackedMatrix.Elements numbers) {
    return inventory.add(
        fills()
            ? PackedMatrix.of(rows, columns, numbers, arena)
            : PackedMatrix.unfilled(rows, columns, arena));
  }

  /// Whether matrices are filled with their numbers.
  boolean fills() {
    return !(arena instanceof CountingArena);
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

package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.cpu.packed.NamedMatrix;
import dev.gloss.inference.cpu.packed.PackedFile;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// What all layers of a backend share.
///
/// @param config the model's hyper-parameters
/// @param arena owns all native memory of the backend; with a [CountingArena] nothing is filled
/// @param workers the threads
/// @param precision of matrix products
/// @param rounds whether some of them round their activations
/// @param maxRows most rows of a step
/// @param inventory of the matrices, as they are packed
/// @param stored matrices that were packed before; null where they are packed now
/// @param times of steps
record Resources(
    DecoderConfig config,
    Arena arena,
    Workers workers,
    Precision precision,
    boolean rounds,
    int maxRows,
    Inventory inventory,
    @Nullable PackedFile stored,
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

  /// Repacks a matrix, all workers together, and releases it; or takes what was packed before.
  PackedMatrix pack(Matrix matrix) {
    return inventory.add(NamedMatrix.nameOf(matrix), packed(matrix));
  }

  private PackedMatrix packed(Matrix matrix) {
    if (stored != null) {
      return stored.next(matrix, precision);
    }
    if (!fills()) {
      return PackedMatrix.unfilled(matrix, precision, arena);
    }
    PackedMatrix packed =
        PackedMatrix.of(
            matrix,
            precision,
            (bytes, alignment) -> LazyMemory.allocate(arena, bytes, alignment),
            (panels, work) -> workers.run((worker, panel) -> work.accept(panel), panels));
    release(matrix);
    return packed;
  }

  /// Leaves nothing of a mapped matrix in memory, since it is not read again as a whole; what is,
  /// as rows of an embedding that is the head as well, comes back by itself.
  void release(Matrix matrix) {
    MemorySegment weight = matrix.weight().data();
    if (packs() && weight.isMapped()) {
      weight.unload();
    }
  }

  /// Packs numbers given one by one, which are not asked for unless [#packs()].
  ///
  /// @param name of the matrix
  PackedMatrix pack(String name, int rows, int columns, PackedMatrix.Elements numbers) {
    PackedMatrix packed;
    if (stored != null) {
      packed = stored.next(name, rows, columns);
    } else {
      packed =
          fills()
              ? PackedMatrix.of(rows, columns, numbers, arena)
              : PackedMatrix.unfilled(rows, columns, arena);
    }
    return inventory.add(name, packed);
  }

  /// Whether matrices are packed now.
  boolean packs() {
    return fills() && stored == null;
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

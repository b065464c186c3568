package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Products of one row of activations with many matrices of one type, one region of all threads
/// after another, as a token that is written runs them: what is left of the memory's speed there.
///
/// Belongs to one thread, which computes as well.
public final class ProductSpeed implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final Workers workers;
  private final Products products;
  private final List<PackedMatrix> matrices = new ArrayList<>();
  private final Rows input;
  private final Rows output;
  private final String kernels;
  private final long storedBytes;

  /// Packs copies of a matrix and waits until the kernels are compiled.
  ///
  /// @param matrix `[outFeatures, inFeatures]`, not needed afterwards
  /// @param bytes of packed weights at least; many times what caches hold
  /// @param options threads, kernels and precision; the cache does not matter
  /// @throws IllegalStateException if the kernels asked for do not run here
  public ProductSpeed(Matrix matrix, long bytes, CpuOptions options) {
    KernelSelection selection = new KernelSelection(options.kernels(), options.threads(), arena);
    workers = new Workers(selection);
    products = new Products(workers);
    long packed = 0;
    do {
      PackedMatrix copy = pack(matrix, options.precision());
      matrices.add(copy);
      packed += copy.byteSize();
    } while (packed < bytes);
    storedBytes = matrices.size() * matrix.weight().data().byteSize();
    input = Rows.allocate(arena, 1, matrix.inFeatures(), matrices.getFirst().roundsActivations());
    output = Rows.allocate(arena, 1, matrix.outFeatures());
    for (int i = 0; i < matrix.inFeatures(); i++) {
      // Neither all alike nor of absurd size.
      input
          .segment()
          .setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, (float) Math.sin(i) + i % 7 / 7f);
    }
    awaitCompilation(selection);
    kernels = workers.caller().kernels().name();
  }

  private PackedMatrix pack(Matrix matrix, Precision precision) {
    return PackedMatrix.of(
        matrix,
        precision,
        arena,
        (panels, work) -> workers.run((worker, panel) -> work.accept(panel), panels));
  }

  private void awaitCompilation(KernelSelection selection) {
    if (selection.isWarmingUp()) {
      try (KernelWarmUp warmUp =
          new KernelWarmUp(
              selection, List.of(matrices.getFirst()), List.of(), KernelWarmUp.PATIENCE)) {
        warmUp.done().join();
      }
    }
  }

  /// What computes, the kernels' name.
  public String kernels() {
    return kernels;
  }

  /// Bytes of weights that a pass reads, as they are packed.
  public long bytes() {
    return matrices.stream().mapToLong(PackedMatrix::byteSize).sum();
  }

  /// Bytes of the same weights as files store them, the scales of FP8 left out.
  public long storedBytes() {
    return storedBytes;
  }

  /// Multiplies with all matrices once; as often as makes [Roofline#LEAST_PASS_BYTES] where they
  /// are small.
  ///
  /// @return packed bytes of weights a second
  public double bytesPerSecond() {
    long bytes = bytes();
    long times = Math.ceilDiv(Roofline.LEAST_PASS_BYTES, bytes);
    long start = System.nanoTime();
    for (long i = 0; i < times; i++) {
      for (PackedMatrix matrix : matrices) {
        products.add(matrix, input, output).run(1);
      }
    }
    return times * bytes * 1e9 / (System.nanoTime() - start);
  }

  /// A number that is multiplied.
  float input(int index) {
    return input.segment().getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index);
  }

  /// A number of the last product.
  float output(int index) {
    return output.segment().getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index);
  }

  /// Ends the threads and frees the memory.
  @Override
  public void close() {
    workers.close();
    arena.close();
  }
}

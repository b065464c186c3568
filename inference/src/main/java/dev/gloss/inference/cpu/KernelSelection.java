package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import java.util.ArrayList;
import java.util.List;

/// Chooses the kernels, in this one place, once a backend.
final class KernelSelection {
  private KernelSelection() {}

  /// Kernels for each of some threads.
  ///
  /// @throws IllegalStateException if the Vector API is asked for and missing
  static List<Kernels> create(KernelChoice choice, int threads) {
    List<Kernels> kernels = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      kernels.add(new ScalarKernels());
    }
    return kernels;
  }
}

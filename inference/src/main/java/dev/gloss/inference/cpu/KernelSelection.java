package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import dev.gloss.inference.cpu.vector.VectorKernels;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Chooses the kernels, in this one place, once a backend.
final class KernelSelection {
  private static final Logger LOG = System.getLogger(KernelSelection.class.getName());
  private static final String MODULE = "jdk.incubator.vector";

  private KernelSelection() {}

  /// Kernels for each of some threads.
  ///
  /// @param arena owns their scratch memory
  /// @throws IllegalStateException if the Vector API is asked for and missing
  static List<Kernels> create(KernelChoice choice, int threads, Arena arena) {
    boolean vector = choice != KernelChoice.SCALAR && hasVectorApi(choice);
    List<Kernels> kernels = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      kernels.add(vector ? new VectorKernels(arena) : new ScalarKernels());
    }
    return kernels;
  }

  private static boolean hasVectorApi(KernelChoice choice) {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      return true;
    }
    String what =
        "the Vector API is not there, start Java with --add-modules=" + MODULE + " for speed";
    if (choice == KernelChoice.VECTOR) {
      throw new IllegalStateException(what);
    }
    LOG.log(Level.WARNING, "computing with plain kernels: " + what);
    return false;
  }
}

package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.machine.MachineKernels;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import dev.gloss.inference.cpu.vector.VectorKernels;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses the kernels, in this one place, for all threads of a backend.
///
/// Until the virtual machine has compiled them, the Vector API's kernels are a thousand times
/// slower than later, and the plain ones, whose results have the same bits, are not. So with
/// [KernelChoice#AUTO] the plain ones compute until [KernelWarmUp] finds the others compiled.
final class KernelSelection {
  private static final Logger LOG = System.getLogger(KernelSelection.class.getName());
  private static final String MODULE = "jdk.incubator.vector";

  private final List<Kernels> plain = new ArrayList<>();
  private final List<Kernels> fast = new ArrayList<>();
  private final boolean machineCode;
  private final boolean needsWarmUp;
  private volatile boolean fastReady;

  /// Kernels for so many threads.
  ///
  /// @param arena owns their scratch memory
  /// @throws IllegalStateException if the Vector API is asked for and missing
  KernelSelection(KernelChoice choice, int threads, Arena arena) {
    boolean vector = choice != KernelChoice.SCALAR && hasVectorApi(choice);
    machineCode =
        vector
            && (choice == KernelChoice.AUTO || choice == KernelChoice.MACHINE_CODE)
            && hasMachineCode(choice);
    for (int i = 0; i < threads; i++) {
      plain.add(new ScalarKernels());
      if (vector) {
        fast.add(another(arena));
      }
    }
    needsWarmUp = vector && (choice == KernelChoice.AUTO || choice == KernelChoice.AUTO_VECTOR);
    fastReady = vector && !needsWarmUp;
  }

  /// Fast kernels, for one more thread.
  ///
  /// @param arena owns their scratch memory
  Kernels another(Arena arena) {
    Kernels kernels = new VectorKernels(arena);
    return machineCode ? new MachineKernels(kernels, arena) : kernels;
  }

  /// Why there is no machine code; null if there is.
  static @Nullable String machineCodeObstacle() {
    return isVectorApiThere() ? MachineKernels.obstacle() : "the Vector API is not there";
  }

  /// The name of the instructions that machine code is written with; null if there is none.
  static @Nullable String machineCodeInstructions() {
    return isVectorApiThere() ? MachineKernels.instructions() : null;
  }

  private static boolean isVectorApiThere() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  private static boolean hasVectorApi(KernelChoice choice) {
    if (isVectorApiThere()) {
      return true;
    }
    String what =
        "the Vector API is not there, start Java with --add-modules=" + MODULE + " for speed";
    if (choice == KernelChoice.VECTOR || choice == KernelChoice.MACHINE_CODE) {
      throw new IllegalStateException(what);
    }
    LOG.log(Level.WARNING, "computing with plain kernels: " + what);
    return false;
  }

  private static boolean hasMachineCode(KernelChoice choice) {
    String obstacle = MachineKernels.obstacle();
    if (obstacle != null && choice == KernelChoice.MACHINE_CODE) {
      throw new IllegalStateException("machine code cannot be used here: " + obstacle);
    }
    return obstacle == null;
  }

  /// Number of threads.
  int threads() {
    return plain.size();
  }

  /// The kernels that a thread is to use now.
  Kernels kernels(int thread) {
    return fastReady ? fast.get(thread) : plain.get(thread);
  }

  /// The kernels that a thread is to use once they are compiled.
  Kernels best(int thread) {
    return fast.isEmpty() ? plain.get(thread) : fast.get(thread);
  }

  /// Whether the fast kernels are there, but not yet compiled.
  boolean isWarmingUp() {
    return needsWarmUp && !fastReady;
  }

  /// Computes with the fast kernels from now on.
  void useFast() {
    fastReady = true;
  }
}

package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.machine.MachineKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The kernels that run on this machine.
final class TestKernels {
  private TestKernels() {}

  /// All but the specification.
  static List<KernelChoice> fast() {
    List<KernelChoice> choices = new ArrayList<>();
    choices.add(KernelChoice.VECTOR);
    if (MachineKernels.obstacle() == null) {
      choices.add(KernelChoice.MACHINE_CODE);
    }
    return choices;
  }

  /// The specification, then the others.
  static Stream<KernelChoice> all() {
    return Stream.concat(Stream.of(KernelChoice.SCALAR), fast().stream());
  }
}

package dev.gloss.server.cli;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.HostCores;
import dev.gloss.inference.cpu.kernels.Precision;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// By what the processor computes.
final class ComputeOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute; one a core when not given.")
  private int threads = HostCores.count();

  @Option(
      names = "--kernels",
      defaultValue = "auto",
      paramLabel = "auto|vector|scalar",
      description = {
        "What computes on the processor: machine code where there is some, the Vector",
        "API alone, or plain Java; results are the same (default: ${DEFAULT-VALUE})."
      })
  private String kernels = "auto";

  @Option(
      names = "--precision",
      defaultValue = "fast",
      paramLabel = "fast|exact",
      description = {
        "Products with quantized weights: activations rounded to 8 bits, or as they are",
        "(default: ${DEFAULT-VALUE})."
      })
  private String precision = "fast";

  /// Threads that compute.
  ///
  /// @throws ParameterException if the number is absurd
  int threads() {
    if (threads < 1 || threads > 1024) {
      throw refuse("--threads must be in [1, 1024], got " + threads);
    }
    return threads;
  }

  /// Which kernels compute.
  ///
  /// @throws ParameterException if there are none of this name
  KernelChoice kernels() {
    return switch (kernels) {
      case "auto" -> KernelChoice.AUTO;
      case "vector" -> KernelChoice.AUTO_VECTOR;
      case "scalar" -> KernelChoice.SCALAR;
      default -> throw refuse("--kernels must be auto, vector or scalar, got '" + kernels + "'");
    };
  }

  /// How exact products are.
  ///
  /// @throws ParameterException if it is neither
  Precision precision() {
    return switch (precision) {
      case "fast" -> Precision.FAST;
      case "exact" -> Precision.EXACT;
      default -> throw refuse("--precision must be fast or exact, got '" + precision + "'");
    };
  }

  private ParameterException refuse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

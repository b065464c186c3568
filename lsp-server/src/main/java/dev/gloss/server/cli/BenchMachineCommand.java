package dev.gloss.server.cli;

import dev.gloss.inference.cpu.HostCores;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gloss bench machine`: what bounds every model on this machine.
@Command(
    name = "machine",
    description = "Measure how fast this machine reads memory and computes at most.")
final class BenchMachineCommand implements Callable<Integer> {
  private static final int ROUNDS = 10;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute; one a core when not given.")
  private int threads = HostCores.count();

  @Override
  public Integer call() {
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("--threads must be in [1, 1024], got " + threads);
    }
    try (MachineLimits.Passes passes = new MachineLimits.Passes(threads)) {
      for (int round = 0; round < ROUNDS; round++) {
        passes.run();
      }
      MachineLimits limits = passes.best();
      common.print(limits, limits.text());
    }
    return 0;
  }
}

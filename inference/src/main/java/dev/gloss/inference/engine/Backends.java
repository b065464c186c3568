package dev.gloss.inference.engine;

import dev.gloss.inference.backend.BackendFactory;
import dev.gloss.inference.cpu.CpuBackendFactory;
import dev.gloss.inference.cpu.CpuOptions;
import dev.gloss.inference.cpu.packed.PackedFolder;
import dev.gloss.inference.engine.EngineOptions.BackendChoice;
import java.nio.file.Path;
import java.util.List;

/// The kinds of backends there are.
final class Backends {
  private Backends() {}

  /// The one that was chosen.
  ///
  /// @throws IllegalStateException if there can be no such backend on this machine; the message
  ///   says why
  static BackendFactory chosen(EngineOptions options) {
    // The best first.
    Path folder = options.packedFolder();
    CpuOptions cpu =
        CpuOptions.defaults(1)
            .withThreads(options.threads())
            .withCacheType(options.cacheType())
            .withKernels(options.kernels())
            .withPrecision(options.precision())
            .withPacked(folder == null ? null : new PackedFolder(folder));
    List<BackendFactory> all = List.of(new CpuBackendFactory(cpu));
    String obstacle = "no backend is called " + options.backend();
    for (BackendFactory factory : all) {
      if (options.backend() == BackendChoice.AUTO
          || options.backend().name().equalsIgnoreCase(factory.name())) {
        if (factory.obstacle().isEmpty()) {
          return factory;
        }
        obstacle = factory.obstacle().get();
      }
    }
    throw new IllegalStateException(obstacle);
  }
}

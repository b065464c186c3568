package dev.gloss.server.cli;

import dev.gloss.inference.backend.MemoryNeed;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.server.config.Measurements;
import java.nio.file.Path;

/// Opens models in this process.
///
/// @param options how they run
/// @param measurements of each
record LocalOpener(EngineOptions options, Measurements measurements) implements ModelOpener {
  /// Shorter contexts are of no use, unless they were asked for.
  private static final int LEAST_CONTEXT = 2048;

  @Override
  public long leastBytes(Path model) {
    MemoryNeed need = LocalEngine.need(model, options);
    return need.bytes(options.contextTokens() > 0 ? options.contextTokens() : LEAST_CONTEXT);
  }

  @Override
  public OpenModel open(Path model, long memoryBytes) {
    return OpenModel.of(
        LocalEngine.open(model, options.withMemoryBytes(memoryBytes)), measurements.of(model));
  }
}

package dev.gloss.server.cli;

import dev.gloss.inference.backend.MemoryNeed;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.server.config.Measurements;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Opens models in this process.
///
/// @param options how they run
/// @param measurements of each
/// @param drafted the only model that the one of the options drafts for; null for any
record LocalOpener(EngineOptions options, Measurements measurements, @Nullable Path drafted)
    implements ModelOpener {
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
        LocalEngine.open(model, optionsOf(model).withMemoryBytes(memoryBytes)),
        measurements.of(model));
  }

  private EngineOptions optionsOf(Path model) {
    return drafted == null || drafted.equals(model) ? options : options.withDraftModel(null);
  }
}

package dev.gloss.server.cli;

import dev.gloss.inference.backend.MemoryNeed;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.LocalEngine;
import java.nio.file.Path;

/// Opens models in this process.
///
/// @param options how they run
record LocalOpener(EngineOptions options) implements ModelOpener {
  /// Shorter contexts are of no use, unless they were asked for.
  private static final int LEAST_CONTEXT = 2048;

  @Override
  public long leastBytes(Path model) {
    MemoryNeed need = LocalEngine.need(model, options);
    return need.bytes(options.contextTokens() > 0 ? options.contextTokens() : LEAST_CONTEXT);
  }

  @Override
  public OpenModel open(Path model, long memoryBytes) {
    LocalEngine engine = LocalEngine.open(model, options.withMemoryBytes(memoryBytes));
    try {
      return new OpenModel(engine, ModelDialogue.read(model, engine.tokenizer()));
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }
}

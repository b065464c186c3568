package dev.gloss.server.cli;

import dev.gloss.inference.engine.EngineOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/// Which model runs, and on what.
final class RunOptions {
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private BackendOptions backend = new BackendOptions();

  /// Whether there is a model that drafts.
  boolean hasDraftModel() {
    return backend.hasDraftModel();
  }

  /// Opens the model; the caller closes it.
  OpenModel open() {
    return open(model.path());
  }

  /// Opens the model that explains; the caller closes it.
  ///
  /// @param named what was named for explanations alone; null for nothing
  OpenModel openToExplain(@Nullable String named) {
    return open(model.explainPath(named));
  }

  /// How a model is to run.
  EngineOptions engineOptions() {
    return backend.engineOptions();
  }

  /// Whether a model was named on the command line.
  boolean isModelNamed() {
    return model.isNamed();
  }

  /// Opens a model; the caller closes it.
  OpenModel open(Path path) {
    EngineOptions options = backend.engineOptions();
    long memory = options.memoryBytes() > 0 ? options.memoryBytes() : model.memoryBytes();
    return new LocalOpener(options, model.measurements(), null).open(path, memory);
  }
}

package dev.gloss.server.cli;

import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.server.assist.Dialogue;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/// Which model runs, and on what.
final class RunOptions {
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private BackendOptions backend = new BackendOptions();

  /// Refuses what is wrong with the options, before anything is started. A model that the settings
  /// name and that is missing is told by whoever opens it: an editor is to be served all the same.
  void check() {
    if (model.isNamed()) {
      model.path();
    }
    backend.engineOptions();
  }

  /// Opens the model; the caller closes it.
  OpenModel open() {
    Path path = model.path();
    LocalEngine engine = LocalEngine.open(path, backend.engineOptions());
    Optional<Dialogue> dialogue = ModelDialogue.read(path, engine.tokenizer());
    return new OpenModel(engine, dialogue);
  }
}

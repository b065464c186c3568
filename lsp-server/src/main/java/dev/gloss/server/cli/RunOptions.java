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

  /// Refuses what is wrong with the options, before anything is started.
  void check() {
    model.folder();
    backend.engineOptions();
  }

  /// Opens the model; the caller closes it.
  OpenModel open() {
    Path folder = model.folder();
    LocalEngine engine = LocalEngine.open(folder, backend.engineOptions());
    Optional<Dialogue> dialogue = ModelDialogue.read(folder, engine.tokenizer());
    return new OpenModel(engine, dialogue);
  }
}

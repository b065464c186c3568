package dev.gloss.server.cli;

import dev.gloss.server.models.ModelStore;
import dev.gloss.server.models.StoredModel;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The parameter of commands that work on a model in the store.
final class PulledModel {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "A pulled model, or a part of its name.")
  private String name = "";

  String name() {
    return name;
  }

  /// The model.
  ///
  /// @throws IllegalArgumentException if there is none of that name, or several
  StoredModel find() throws IOException {
    ModelStore store = Surroundings.of(command).store();
    return store
        .find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + ": no such model in " + store.folder() + "; 'gloss models' lists them"));
  }
}

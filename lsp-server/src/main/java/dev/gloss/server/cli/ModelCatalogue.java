package dev.gloss.server.cli;

import dev.gloss.inference.ModelException;
import dev.gloss.server.assist.AssistException;
import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.assist.Role;
import dev.gloss.server.models.ModelStore;
import dev.gloss.server.models.StoredModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The models that a person may name, and where their choice is remembered.
final class ModelCatalogue {
  private final ModelStore store;
  private final ModelLocator locator;
  private final DefaultModels defaults;

  ModelCatalogue(ModelStore store, DefaultModels defaults) {
    this.store = store;
    this.locator = new ModelLocator(store);
    this.defaults = defaults;
  }

  /// Finds a model, see [ModelLocator#locate].
  ///
  /// @throws ModelException if there is no such model
  Path locate(String name) {
    return locator.locate(name).toAbsolutePath().normalize();
  }

  /// The models on this machine.
  ///
  /// @throws IOException if they cannot be listed
  List<ModelSwitch.Known> known() throws IOException {
    List<ModelSwitch.Known> known = new ArrayList<>();
    Path embedded = ModelLocator.embedded();
    known.add(
        new ModelSwitch.Known(
            ModelLocator.EMBEDDED,
            embedded.toString(),
            bytes(List.of(embedded.resolve("model.safetensors")))));
    for (StoredModel model : store.list()) {
      known.add(new ModelSwitch.Known(model.name(), model.path().toString(), bytes(model.files())));
    }
    return known;
  }

  /// Makes a model the default.
  ///
  /// @throws AssistException if the settings cannot be written
  void remember(Path model, Set<Role> roles) {
    try {
      String name = nameOf(model);
      defaults.use(name, roles.size() > 1 ? null : roles.iterator().next());
    } catch (IOException e) {
      throw new AssistException("the model serves, but is not remembered: " + e.getMessage());
    }
  }

  /// By what a model is remembered: the name that it has in the store, or else its path.
  ///
  /// @throws IOException if the store cannot be read
  String nameOf(Path model) throws IOException {
    if (model.equals(ModelLocator.embedded())) {
      return ModelLocator.EMBEDDED;
    }
    return store.list().stream()
        .filter(stored -> stored.path().equals(model))
        .map(StoredModel::name)
        .findFirst()
        .orElse(model.toString());
  }

  private static long bytes(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.exists(file) ? Files.size(file) : 0;
    }
    return bytes;
  }
}

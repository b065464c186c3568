package dev.gloss.server.cli;

import dev.gloss.inference.ModelException;
import dev.gloss.server.models.ModelStore;
import dev.gloss.server.models.StoredModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the model that a person means: a file or folder, or one that was pulled, by its name.
final class ModelLocator {
  /// The model that comes with the program.
  static final String EMBEDDED = "embedded";

  /// Before the address of a model on another machine.
  static final String REMOTE = "openai:";

  /// What is said about models on other machines.
  static final String REFUSAL =
      ": remote models are not built yet; name a file, a folder or a pulled model ('gloss pull"
          + " OWNER/NAME' fetches one)";

  private final ModelStore store;

  ModelLocator(ModelStore store) {
    this.store = store;
  }

  /// Finds a model.
  ///
  /// @param text what a person wrote
  /// @return a GGUF file or a folder in Hugging Face layout; whether it can be used is not known
  ///   yet
  /// @throws ModelException if there is no such model; the message says what can be done
  Path locate(String text) {
    if (text.startsWith(REMOTE)) {
      throw new ModelException(text + REFUSAL);
    }
    if (text.equals(EMBEDDED)) {
      return embedded();
    }
    Optional<Path> file = file(text);
    if (file.isPresent() && isModel(file.get())) {
      return file.get();
    }
    Optional<Path> pulled = pulled(text);
    if (pulled.isPresent()) {
      return pulled.get();
    }
    if (file.isPresent() && Files.isDirectory(file.get())) {
      // What is wrong with the folder is told by whoever opens it.
      return file.get();
    }
    throw new ModelException(MissingModel.advice(text));
  }

  /// The model that comes with the program.
  ///
  /// @throws ModelException if it is missing
  static Path embedded() {
    String home = System.getProperty("gloss.home");
    Path folder =
        Path.of(home == null ? "" : home)
            .toAbsolutePath()
            .resolve("inference/embedded-model")
            .normalize();
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          folder + ": the embedded model is missing; restore it, or name a model with --model");
    }
    return folder;
  }

  /// No shell has been at what stands in a settings file, so `~` is resolved here.
  private static Optional<Path> file(String text) {
    String home = System.getProperty("user.home", "");
    try {
      return Optional.of(Path.of(text.startsWith("~/") ? home + text.substring(1) : text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isModel(Path path) {
    return Files.isRegularFile(path) || Files.exists(path.resolve("config.json"));
  }

  private Optional<Path> pulled(String text) {
    try {
      return store.find(text).map(StoredModel::path);
    } catch (IllegalArgumentException e) {
      throw new ModelException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ModelException(store.folder() + ": cannot be read: " + e.getMessage(), e);
    }
  }
}

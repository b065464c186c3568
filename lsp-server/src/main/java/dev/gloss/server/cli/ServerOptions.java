package dev.gloss.server.cli;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.cpu.HostMemory;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.inference.engine.MemoryPlan;
import dev.gloss.prompts.fim.FimForm;
import dev.gloss.server.config.Measurements;
import dev.gloss.server.config.Settings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Which models a server begins with, and on what they run.
final class ServerOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private BackendOptions backend = new BackendOptions();

  @Option(
      names = "--explain-model",
      paramLabel = "MODEL",
      description =
          "Another model for explanations; without it that of --model, or else what the settings"
              + " name.")
  private @Nullable String explainModel;

  /// Refuses what is wrong with the options, before anything is started. A model that the settings
  /// name and that is missing is told in the editor: it is to be served all the same.
  void check() {
    if (model.isNamed()) {
      completionPath();
    }
    if (explainModel != null) {
      explainPath();
    }
    backend.engineOptions();
  }

  /// The model that completes.
  ///
  /// @throws dev.gloss.inference.ModelException if there is no such model
  Path completionPath() {
    return normalized(model.path());
  }

  /// The model that explains.
  ///
  /// @throws dev.gloss.inference.ModelException if there is no such model
  Path explainPath() {
    return normalized(model.explainPath(explainModel));
  }

  private static Path normalized(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /// Whether another model explains than the one that completes, as far as both are there.
  boolean explainsWithAnother() {
    try {
      return !completionPath().equals(explainPath());
    } catch (ModelException e) {
      return explainModel != null || set().models().explain() != null;
    }
  }

  /// How the model that completes would be fitted into so much memory, with what the server leaves
  /// for another one that explains.
  ///
  /// @throws ModelException if it cannot be used or does not fit
  MemoryPlan completionPlan(long memoryBytes) {
    return plan(completionPath(), memoryBytes - spareBytes(memoryBytes));
  }

  /// How another model that explains would be fitted beside it.
  ///
  /// @throws ModelException if one of them cannot be used or does not fit
  MemoryPlan explanationPlan(long memoryBytes) {
    return plan(explainPath(), memoryBytes - completionPlan(memoryBytes).bytes());
  }

  private MemoryPlan plan(Path path, long memoryBytes) {
    return LocalEngine.plan(
        path, backend.engineOptions().withMemoryBytes(Math.max(1, memoryBytes)));
  }

  private long spareBytes(long memoryBytes) {
    return explainsWithAnother()
        ? ServedModels.spare(opener(), completionPath(), explainPath(), memoryBytes)
        : 0;
  }

  /// In which form the model that completes is asked, if not in its usual one.
  Optional<FimForm> fimForm() {
    return Optional.ofNullable(set().completion().fim())
        .or(
            () ->
                Optional.ofNullable(
                    Surroundings.of(command).measurements().of(completionPath()).form()));
  }

  /// Opens models as the options say; what drafts, drafts for the model that completes.
  ModelOpener opener() {
    EngineOptions options = backend.engineOptions();
    Measurements measurements = Surroundings.of(command).measurements();
    try {
      return new LocalOpener(options, measurements, completionPath());
    } catch (ModelException e) {
      // Told in the editor when the model is to be opened; others are of another vocabulary.
      return new LocalOpener(options.withDraftModel(null), measurements, null);
    }
  }

  /// The models that a person may name.
  ModelCatalogue catalogue() {
    return new ModelCatalogue(Surroundings.of(command).store(), DefaultModels.of(command));
  }

  /// What all models together may take: half of what is free now when nobody says.
  long memoryBytes() {
    EngineOptions options = backend.engineOptions();
    long said = options.memoryBytes() > 0 ? options.memoryBytes() : set().models().memoryBytes();
    return said > 0 ? said : HostMemory.freeBytes() / 2;
  }

  /// What holds for whatever an editor does not say: the person's settings, and over them the
  /// command line.
  Settings settings() {
    Settings.Models models = set().models();
    return set()
        .withModels(
            new Settings.Models(
                model.isNamed() ? model.name() : models.completion(),
                explainModel != null || model.isNamed() ? explainModel : models.explain(),
                models.memoryBytes(),
                models.cacheType(),
                models.packedWeights(),
                models.hub()));
  }

  private Settings set() {
    return Surroundings.of(command).settings(command);
  }
}

package dev.gloss.server.cli;

import dev.gloss.inference.ModelException;
import dev.gloss.server.config.Measurements;
import dev.gloss.server.config.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Which model a command works with.
final class ModelOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "A folder in Hugging Face layout, a .gguf file, the name of a pulled model (see 'gloss"
              + " models'), or 'embedded'; without it what the settings name, or else the embedded"
              + " model.")
  private @Nullable String model;

  /// The model's file or folder.
  ///
  /// @throws ModelException if there is no such model
  Path path() {
    return path(model, settings().models().completion());
  }

  /// The same for a command that takes the model as its operand, too.
  ///
  /// @param operand null for none
  Path path(@Nullable String operand) {
    if (operand != null && model != null) {
      throw new ParameterException(
          command.commandLine(), "expected one model, found " + operand + " and --model " + model);
    }
    return operand == null ? path() : path(operand, null);
  }

  /// The file or folder of the model that explains: the one that was named, or else the one for
  /// explanations in the settings.
  ///
  /// @param named what was named for explanations alone; null for nothing
  /// @throws ModelException if there is no such model
  Path explainPath(@Nullable String named) {
    String explain = named == null ? model : named;
    Settings.Models set = settings().models();
    return path(explain, set.explain() == null ? set.completion() : set.explain());
  }

  /// What was named on the command line; null for nothing.
  @Nullable String name() {
    return model;
  }

  /// Whether a model was named on the command line, so that it is wrong there if it is not found.
  boolean isNamed() {
    return model != null;
  }

  /// What the settings allow all models to take; 0 where they say nothing.
  long memoryBytes() {
    return settings().models().memoryBytes();
  }

  /// In which form each model is asked to fill a hole.
  Measurements measurements() {
    return Surroundings.of(command).measurements();
  }

  private Path path(@Nullable String named, @Nullable String set) {
    ModelLocator locator = new ModelLocator(Surroundings.of(command).store());
    if (named != null) {
      if (named.startsWith(ModelLocator.REMOTE)) {
        throw new ParameterException(command.commandLine(), named + ModelLocator.REFUSAL);
      }
      return locator.locate(named);
    }
    if (set == null) {
      return ModelLocator.embedded();
    }
    try {
      return locator.locate(set);
    } catch (ModelException e) {
      Path file = Surroundings.of(command).settingsFile().path();
      throw new ModelException(file + " names a model: " + e.getMessage(), e);
    }
  }

  private Settings settings() {
    return Surroundings.of(command).settings(command);
  }
}

package dev.gloss.server.cli;

import dev.gloss.inference.ModelException;
import java.nio.file.Files;
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
      paramLabel = "FOLDER",
      description = "A model in Hugging Face layout; without it the embedded model.")
  private @Nullable String model;

  /// The folder of the model.
  ///
  /// @throws ParameterException if the model is of a kind that is not built yet
  /// @throws ModelException if there is no such folder
  Path folder() {
    if (model == null) {
      return embeddedModel();
    }
    if (model.startsWith("openai:")) {
      throw notBuiltYet("remote models (--model openai:URL#name)");
    }
    if (model.endsWith(".gguf")) {
      throw notBuiltYet("GGUF files (--model FILE.gguf)");
    }
    Path folder = Path.of(model);
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          folder + ": no such folder, expected a model in Hugging Face layout (config.json, ...)");
    }
    return folder;
  }

  private static Path embeddedModel() {
    String home = System.getProperty("gloss.home");
    Path folder =
        Path.of(home == null ? "" : home).toAbsolutePath().resolve("inference/embedded-model");
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          folder + ": the embedded model is missing; restore it, or name a model with --model");
    }
    return folder;
  }

  private ParameterException notBuiltYet(String what) {
    return new ParameterException(command.commandLine(), what + ": not built yet");
  }
}

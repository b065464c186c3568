package dev.gloss.server.cli;

import dev.gloss.inference.cpu.kernels.CacheType;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.EngineOptions.BackendChoice;
import dev.gloss.server.config.MemorySize;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// On what a model runs, and how much of it.
final class BackendOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--backend",
      defaultValue = "auto",
      paramLabel = "auto|cpu",
      description = "On what the model runs (default: ${DEFAULT-VALUE}).")
  private String backend = "auto";

  @Mixin private ComputeOptions compute = new ComputeOptions();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = {
        "What weights, cache and working space may take, such as 8G or 500M;",
        "half of what is free when not given."
      })
  private @Nullable String memory;

  @Option(
      names = "--context",
      paramLabel = "TOKENS",
      description = {
        "Tokens that prompt and answer may have together; when not given, as many",
        "as fit and the model was made for, up to 32,768."
      })
  private @Nullable Integer context;

  @Option(
      names = "--cache-type",
      paramLabel = "f32|f16|bf16|q8_0",
      description = {
        "How the cache of keys and values stores numbers; as they are (f32) when neither this",
        "nor the settings say otherwise."
      })
  private @Nullable String cacheType;

  @Option(
      names = "--draft-model",
      paramLabel = "MODEL",
      description = {
        "A smaller model of the same vocabulary, which drafts tokens for the other one",
        "to verify; what is written stays the same."
      })
  private @Nullable String draftModel;

  /// Whether there is a model that drafts.
  boolean hasDraftModel() {
    return draftModel != null;
  }

  /// The same in the engine's words.
  ///
  /// @throws ParameterException if the backend is unknown or not built yet, or a number is absurd
  /// @throws dev.gloss.inference.ModelException if there is no such model to draft
  EngineOptions engineOptions() {
    EngineOptions options =
        EngineOptions.defaults()
            .withBackend(choice())
            .withThreads(compute.threads())
            .withCacheType(cacheType())
            .withKernels(compute.kernels())
            .withPrecision(compute.precision())
            .withPackedFolder(Surroundings.of(command).keptPacked(command));
    if (memory != null) {
      options = options.withMemoryBytes(bytes("--memory", memory));
    }
    if (context != null) {
      if (context < 64) {
        throw refuse("--context must be at least 64, got " + context);
      }
      options = options.withContextTokens(context);
    }
    if (draftModel != null) {
      options = options.withDraftModel(draftPath(draftModel));
    }
    return options;
  }

  private CacheType cacheType() {
    if (cacheType == null) {
      return CacheType.valueOf(
          Surroundings.of(command).settings(command).models().cacheType().name());
    }
    for (CacheType type : CacheType.values()) {
      if (type.name().equalsIgnoreCase(cacheType)) {
        return type;
      }
    }
    throw refuse("--cache-type must be f32, f16, bf16 or q8_0, got '" + cacheType + "'");
  }

  private Path draftPath(String named) {
    if (named.startsWith(ModelLocator.REMOTE)) {
      throw refuse("--draft-model " + named + ModelLocator.REFUSAL);
    }
    return new ModelLocator(Surroundings.of(command).store()).locate(named);
  }

  private BackendChoice choice() {
    return switch (backend) {
      case "auto" -> BackendChoice.AUTO;
      case "cpu" -> BackendChoice.CPU;
      case "gpu" -> throw refuse("--backend gpu: not built yet");
      default -> throw refuse("--backend must be auto or cpu, got '" + backend + "'");
    };
  }

  private long bytes(String option, String size) {
    try {
      return MemorySize.parse(size);
    } catch (IllegalArgumentException e) {
      throw refuse(option + ": " + e.getMessage());
    }
  }

  private ParameterException refuse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

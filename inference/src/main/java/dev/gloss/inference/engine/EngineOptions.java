package dev.gloss.inference.engine;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.HostCores;
import dev.gloss.inference.cpu.kernels.CacheType;
import dev.gloss.inference.cpu.kernels.Precision;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a [LocalEngine] uses the machine.
///
/// @param backend on what the model runs
/// @param threads threads that compute
/// @param kernels which of the processor's kernels compute; results do not depend on it
/// @param precision of products with quantized weights
/// @param memoryBytes what weights, cache and working space may take together, as far as it is
///   free; 0 for half of what is free
/// @param contextTokens tokens that prompt and answer may have together at most; 0 for as many as
///   fit and the model was made for, up to [MemoryPlan#USUAL_CONTEXT]
/// @param cacheTokens positions of all sequences together whose cache is kept; 0 chooses a number
///   that suits the model
/// @param cacheType how the cache stores numbers
/// @param draftModel file or folder of a smaller model of the same vocabulary, which drafts; null
///   for none
/// @param packedFolder where packed weights are kept from one opening to the next; null for nowhere
public record EngineOptions(
    BackendChoice backend,
    int threads,
    KernelChoice kernels,
    Precision precision,
    long memoryBytes,
    int contextTokens,
    long cacheTokens,
    CacheType cacheType,
    @Nullable Path draftModel,
    @Nullable Path packedFolder) {

  /// On what a model runs.
  public enum BackendChoice {
    /// The best there is.
    AUTO,
    /// The processor's cores.
    CPU
  }

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of range
  public EngineOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    if (memoryBytes < 0) {
      throw new IllegalArgumentException("memory must not be negative, got " + memoryBytes);
    }
    if (contextTokens < 0 || contextTokens == 1) {
      throw new IllegalArgumentException("context must be 0 or at least 2, got " + contextTokens);
    }
    if (cacheTokens < 0) {
      throw new IllegalArgumentException("cache tokens must not be negative, got " + cacheTokens);
    }
  }

  /// The best backend with a thread a core, half of what is free and the usual context.
  public static EngineOptions defaults() {
    return new EngineOptions(
        BackendChoice.AUTO,
        HostCores.count(),
        KernelChoice.AUTO,
        Precision.FAST,
        0,
        0,
        0,
        CacheType.F32,
        null,
        null);
  }

  /// The same on another backend.
  public EngineOptions withBackend(BackendChoice choice) {
    return with(copy -> copy.backend = choice);
  }

  /// The same with so many threads.
  public EngineOptions withThreads(int count) {
    return with(copy -> copy.threads = count);
  }

  /// The same with other kernels.
  public EngineOptions withKernels(KernelChoice choice) {
    return with(copy -> copy.kernels = choice);
  }

  /// The same with other products.
  public EngineOptions withPrecision(Precision products) {
    return with(copy -> copy.precision = products);
  }

  /// The same within so many bytes.
  public EngineOptions withMemoryBytes(long bytes) {
    return with(copy -> copy.memoryBytes = bytes);
  }

  /// The same with another context.
  public EngineOptions withContextTokens(int tokens) {
    return with(copy -> copy.contextTokens = tokens);
  }

  /// The same with room for so many positions.
  public EngineOptions withCacheTokens(long tokens) {
    return with(copy -> copy.cacheTokens = tokens);
  }

  /// The same with another type of cache.
  public EngineOptions withCacheType(CacheType type) {
    return with(copy -> copy.cacheType = type);
  }

  /// The same with another model that drafts, or without one.
  public EngineOptions withDraftModel(@Nullable Path model) {
    return with(copy -> copy.draftModel = model);
  }

  /// The same with packed weights kept in another folder, or nowhere.
  public EngineOptions withPackedFolder(@Nullable Path folder) {
    return with(copy -> copy.packedFolder = folder);
  }

  private EngineOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return new EngineOptions(
        copy.backend,
        copy.threads,
        copy.kernels,
        copy.precision,
        copy.memoryBytes,
        copy.contextTokens,
        copy.cacheTokens,
        copy.cacheType,
        copy.draftModel,
        copy.packedFolder);
  }

  /// What can be changed.
  private static final class Copy {
    private BackendChoice backend;
    private int threads;
    private KernelChoice kernels;
    private Precision precision;
    private long memoryBytes;
    private int contextTokens;
    private long cacheTokens;
    private CacheType cacheType;
    private @Nullable Path draftModel;
    private @Nullable Path packedFolder;

    Copy(EngineOptions options) {
      backend = options.backend;
      threads = options.threads;
      kernels = options.kernels;
      precision = options.precision;
      memoryBytes = options.memoryBytes;
      contextTokens = options.contextTokens;
      cacheTokens = options.cacheTokens;
      cacheType = options.cacheType;
      draftModel = options.draftModel;
      packedFolder = options.packedFolder;
    }
  }
}

package dev.gloss.inference.engine;

/// How a [LocalEngine] uses the machine.
///
/// @param backend on what the model runs
/// @param threads threads that compute
/// @param cacheTokens positions of all sequences together whose cache is kept; 0 chooses a number
///   that suits the model
public record EngineOptions(BackendChoice backend, int threads, long cacheTokens) {

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
    if (cacheTokens < 0) {
      throw new IllegalArgumentException("cache tokens must not be negative, got " + cacheTokens);
    }
  }

  /// The best backend with a thread a core.
  public static EngineOptions defaults() {
    return new EngineOptions(BackendChoice.AUTO, Runtime.getRuntime().availableProcessors(), 0);
  }

  /// The same with so many threads.
  public EngineOptions withThreads(int count) {
    return new EngineOptions(backend, count, cacheTokens);
  }

  /// The same with room for so many positions.
  public EngineOptions withCacheTokens(long tokens) {
    return new EngineOptions(backend, threads, tokens);
  }
}

package dev.gloss.inference.backend;

/// What a model takes of a backend's memory.
///
/// @param weightBytes weights as the backend lays them out
/// @param scratchBytes what a step works in, whatever its sequences
/// @param cacheBytesPerToken what is kept of each token of the cache
public record MemoryNeed(long weightBytes, long scratchBytes, long cacheBytesPerToken) {

  /// Bytes with a cache of so many tokens.
  public long bytes(long cacheTokens) {
    return weightBytes + scratchBytes + cacheTokens * cacheBytesPerToken;
  }
}

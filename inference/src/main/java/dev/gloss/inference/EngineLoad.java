package dev.gloss.inference;

/// How busy an engine is.
///
/// @param running requests being computed
/// @param waiting requests in the queue
/// @param cachedTokens tokens whose keys and values are kept
/// @param cacheCapacityTokens tokens for which there is room
/// @param cacheBytesPerToken bytes of cache one token takes
/// @param readTokensPerSecond tokens of prompts that it reads in a second, by the latest steps; 0
///   before it is known
public record EngineLoad(
    int running,
    int waiting,
    int cachedTokens,
    int cacheCapacityTokens,
    int cacheBytesPerToken,
    double readTokensPerSecond) {}

package dev.gloss.inference;

/// What a generation took.
///
/// @param promptTokens tokens of the prompt
/// @param reusedTokens prompt tokens found in the cache
/// @param generatedTokens tokens generated
/// @param drafted tokens drafted ahead
/// @param accepted drafted tokens that the target model accepted
/// @param targetPasses passes of the target model after the prompt was read
/// @param queuedNanos time until the engine took it up
/// @param prefillNanos time from then until the first token
/// @param decodeNanos time from the first token to the last
public record GenerationStats(
    int promptTokens,
    int reusedTokens,
    int generatedTokens,
    int drafted,
    int accepted,
    int targetPasses,
    long queuedNanos,
    long prefillNanos,
    long decodeNanos) {

  /// Tokens a second after the first one; 0 while there are fewer than two.
  public double tokensPerSecond() {
    return generatedTokens < 2 || decodeNanos <= 0 ? 0 : (generatedTokens - 1) * 1e9 / decodeNanos;
  }
}

package dev.gloss.server.trace;

/// What a request took in the engine.
///
/// @param promptTokens tokens of the prompt
/// @param reused prompt tokens found in the cache
/// @param generated tokens generated
/// @param drafted tokens drafted ahead
/// @param accepted drafted tokens that the model accepted
/// @param queuedMs milliseconds until the engine took it up
/// @param prefillMs milliseconds from then to the first token
/// @param decodeMs milliseconds from the first token to the last
/// @param tokensPerSecond after the first token
public record TraceCost(
    int promptTokens,
    int reused,
    int generated,
    int drafted,
    int accepted,
    double queuedMs,
    double prefillMs,
    double decodeMs,
    double tokensPerSecond) {

  /// The engine was not asked, or said nothing.
  public static final TraceCost NONE = new TraceCost(0, 0, 0, 0, 0, 0, 0, 0, 0);
}

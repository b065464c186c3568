package dev.gloss.server.trace;

/// Where the time of a request went, in milliseconds.
///
/// @param totalMs from the request to its end
/// @param queuedMs until the engine took it up
/// @param prefillMs from then to the first token
/// @param decodeMs from the first token to the last
public record TraceTimings(double totalMs, double queuedMs, double prefillMs, double decodeMs) {}

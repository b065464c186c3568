package dev.gloss.server.trace;

/// A token that could have been taken instead.
///
/// @param id the token
/// @param text its text, with U+FFFD for bytes that are no UTF-8 on their own
/// @param probability in `[0, 1]`
public record TraceAlternative(int id, String text, double probability) {}

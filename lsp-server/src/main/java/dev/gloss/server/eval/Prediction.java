package dev.gloss.server.eval;

/// What was predicted for a case, as a line of a file of predictions.
///
/// @param id the case
/// @param prediction the text for the hole
public record Prediction(String id, String prediction) {}

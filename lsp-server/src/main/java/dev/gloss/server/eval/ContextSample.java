package dev.gloss.server.eval;

import java.util.Map;

/// What one piece of another file brought to a line.
///
/// @param id of the case
/// @param library of the case
/// @param piece the file's name and lines
/// @param features of the piece, by name
/// @param gain by how much likelier the line is with the piece in the prompt, in nats
/// @param plain `-ln p` of the line without
public record ContextSample(
    String id,
    String library,
    String piece,
    Map<String, Double> features,
    double gain,
    double plain) {}

package dev.gloss.server.typing;

import java.util.Map;

/// The beginning of a text that a model wrote at a place, and whether it stood there.
///
/// @param id of the place
/// @param group under which it is counted, such as a library
/// @param kind of the place
/// @param key keys that had been typed there
/// @param line how many lines the beginning has
/// @param features what is seen of it, by name
/// @param kept whether all these lines stood there, each in full
/// @param firstWord whether the first word did
/// @param silence why it would be held back whatever the chance; empty where it would not be
public record GateSample(
    String id,
    String group,
    String kind,
    int key,
    int line,
    Map<String, Double> features,
    boolean kept,
    boolean firstWord,
    String silence) {}

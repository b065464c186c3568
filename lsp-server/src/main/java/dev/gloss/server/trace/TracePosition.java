package dev.gloss.server.trace;

/// A place in a document, whatever encoding the editor negotiated.
///
/// @param line 0-based
/// @param character 0-based, in UTF-16 units
public record TracePosition(int line, int character) {}

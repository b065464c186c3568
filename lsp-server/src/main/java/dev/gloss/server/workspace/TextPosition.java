package dev.gloss.server.workspace;

/// A place in a document.
///
/// @param line 0-based
/// @param character 0-based, in the units of some [PositionEncoding]
public record TextPosition(int line, int character) {}

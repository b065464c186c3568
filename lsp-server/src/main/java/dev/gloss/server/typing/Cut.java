package dev.gloss.server.typing;

/// A piece of a text.
///
/// @param start offset of its first character
/// @param end offset behind its last one; equal to `start` for a place where nothing is cut out
record Cut(int start, int end) {}

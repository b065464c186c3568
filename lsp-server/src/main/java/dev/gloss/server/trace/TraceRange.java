package dev.gloss.server.trace;

/// A part of a document.
///
/// @param start its first place
/// @param end the place after its last one
public record TraceRange(TracePosition start, TracePosition end) {

  /// A range from its four numbers, each 0-based; characters in UTF-16 units.
  public static TraceRange of(int startLine, int startCharacter, int endLine, int endCharacter) {
    return new TraceRange(
        new TracePosition(startLine, startCharacter), new TracePosition(endLine, endCharacter));
  }
}

package dev.gloss.server.assist;

import dev.gloss.server.trace.TracePosition;
import dev.gloss.server.trace.TraceRange;
import dev.gloss.server.workspace.LineIndex;
import dev.gloss.server.workspace.PositionEncoding;
import dev.gloss.server.workspace.TextPosition;

/// Offsets in a text as the trace names places.
final class TracePlaces {
  private TracePlaces() {}

  static TraceRange at(String text, int offset) {
    return between(text, offset, offset);
  }

  static TraceRange between(String text, int start, int end) {
    LineIndex lines = new LineIndex(text);
    return new TraceRange(position(lines, start), position(lines, end));
  }

  private static TracePosition position(LineIndex lines, int offset) {
    TextPosition position = lines.position(offset, PositionEncoding.UTF16);
    return new TracePosition(position.line(), position.character());
  }
}

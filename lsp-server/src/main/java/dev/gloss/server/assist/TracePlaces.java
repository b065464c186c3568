package dev.gloss.server.assist;

import dev.gloss.server.trace.TracePosition;
import dev.gloss.server.trace.TraceRange;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.LineIndex;
import dev.gloss.server.workspace.PositionEncoding;
import dev.gloss.server.workspace.TextPosition;

/// Offsets in a text as the trace names places.
final class TracePlaces {
  private TracePlaces() {}

  static TraceRange at(Document document, int offset) {
    return between(document.lines(), offset, offset);
  }

  static TraceRange between(String text, int start, int end) {
    return between(new LineIndex(text), start, end);
  }

  private static TraceRange between(LineIndex lines, int start, int end) {
    return new TraceRange(position(lines, start), position(lines, end));
  }

  private static TracePosition position(LineIndex lines, int offset) {
    TextPosition position = lines.position(offset, PositionEncoding.UTF16);
    return new TracePosition(position.line(), position.character());
  }
}

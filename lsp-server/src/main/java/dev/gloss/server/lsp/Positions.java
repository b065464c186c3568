package dev.gloss.server.lsp;

import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.PositionEncoding;
import dev.gloss.server.workspace.TextPosition;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/// Places between the protocol and a document: the border where encodings end.
///
/// @param document one version
/// @param encoding that was negotiated
record Positions(Document document, PositionEncoding encoding) {

  /// The offset of a place, or the nearest one in the document.
  int offset(Position position) {
    return document.lines().offset(text(position), encoding);
  }

  Position position(int offset) {
    TextPosition position = document.lines().position(offset, encoding);
    return new Position(position.line(), position.character());
  }

  Range range(int start, int end) {
    return new Range(position(start), position(end));
  }

  static TextPosition text(Position position) {
    return new TextPosition(position.getLine(), position.getCharacter());
  }
}

package dev.gloss.server.workspace;

/// A position that is not in the document.
public final class PositionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  PositionException(TextPosition position, int lines) {
    super(
        "position %d:%d is not in the document: expected a line in 0..%d and a character >= 0"
            .formatted(position.line(), position.character(), lines - 1));
  }
}

package dev.gloss.server.eval;

/// A file of cases cannot be used. The message is one line with the file, the line and the field.
public final class CaseFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// @param message one line that names the file, the line, the field and what was expected
  public CaseFileException(String message) {
    super(message);
  }
}

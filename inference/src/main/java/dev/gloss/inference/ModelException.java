package dev.gloss.inference;

import org.jspecify.annotations.Nullable;

/// A model's file cannot be used. The message is one line: the file, the field or tensor, what was
/// expected and what was found.
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message one line that names the file, the field, what was expected and what was found
  public ModelException(String message) {
    super(message);
  }

  /// @param message one line that names the file, the field, what was expected and what was found
  /// @param cause what the file system or a parser said
  public ModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

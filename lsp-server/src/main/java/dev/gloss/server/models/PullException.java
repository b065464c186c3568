package dev.gloss.server.models;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A model could not be fetched. The message is one line: what, why, and what to do about it.
public final class PullException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message one line
  public PullException(String message) {
    super(message);
  }

  /// @param message one line
  /// @param cause what the network or the file system said
  public PullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Never null, other than that of exceptions in general.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

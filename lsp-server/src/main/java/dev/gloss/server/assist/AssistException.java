package dev.gloss.server.assist;

/// The engine could not serve a request. The message is one sentence for a person.
public class AssistException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what, and what to do about it
  public AssistException(String message) {
    super(message);
  }
}

package dev.gloss.server.typing;

/// Typing cannot be replayed; the message says where and why.
public final class TypingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TypingException(String message) {
    super(message);
  }
}

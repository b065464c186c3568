package dev.gloss.inference;

/// Who goes first when several requests wait; earlier constants go before later ones.
public enum Priority {
  /// Someone is typing.
  COMPLETION,
  /// Someone points at a symbol.
  HOVER,
  /// Someone reads the panel.
  PANEL,
  /// Nobody waits.
  BACKGROUND
}

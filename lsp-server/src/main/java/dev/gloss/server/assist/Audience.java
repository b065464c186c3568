package dev.gloss.server.assist;

import dev.gloss.inference.Priority;

/// Who waits for an explanation.
public enum Audience {
  /// Someone who points at a symbol.
  HOVER(Priority.HOVER),
  /// Someone who asked for it.
  PANEL(Priority.PANEL);

  private final Priority priority;

  Audience(Priority priority) {
    this.priority = priority;
  }

  Priority priority() {
    return priority;
  }
}

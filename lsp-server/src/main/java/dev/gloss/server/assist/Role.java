package dev.gloss.server.assist;

/// What a model is there for. One model may have both roles, or each its own: a small fast one to
/// type with, one that thinks to explain.
public enum Role {
  /// Writes what may stand at the cursor.
  COMPLETION,
  /// Tells what a piece of code does.
  EXPLANATION
}

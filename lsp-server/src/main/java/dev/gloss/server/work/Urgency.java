package dev.gloss.server.work;

/// Who waits for a piece of work, the most urgent first.
public enum Urgency {
  /// A person asked for it, by a key, a command or by pointing.
  ASKED,
  /// An editor asked for it because a person types.
  TYPED,
  /// Nobody waits.
  BACKGROUND
}

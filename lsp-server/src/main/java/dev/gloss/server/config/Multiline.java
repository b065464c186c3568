package dev.gloss.server.config;

/// How much a completion may write.
public enum Multiline {
  /// One line inside a line, a block where one begins.
  AUTO,
  /// One line at most.
  LINE,
  /// Several lines wherever the model writes them.
  BLOCK
}

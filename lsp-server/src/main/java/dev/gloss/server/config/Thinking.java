package dev.gloss.server.config;

/// Whether a model is to think before it explains.
public enum Thinking {
  /// Where somebody asked for an explanation and waits for it; in a hover only where the model's
  /// template leaves no choice.
  AUTO,
  /// In each explanation.
  ALWAYS,
  /// In none, as far as the model lets itself be kept from it.
  NEVER
}

package dev.gloss.inference;

/// Why a generation ended.
public enum FinishReason {
  /// The model wrote its end-of-sentence token, or another control token such as that of a role
  /// (which is not part of the text).
  STOP,
  /// As many tokens were generated as were asked for, or the context is full.
  LENGTH,
  /// The caller cancelled it.
  CANCELLED
}

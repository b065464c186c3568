package dev.gloss.inference;

/// A text that the engine writes into a generation in the model's stead, once, when the model has
/// not written one like it by then: the tag that ends a thought, for a model that thinks too long
/// to get to its answer.
///
/// It comes where `afterTokens` tokens have been generated, or earlier where otherwise fewer than
/// `thenTokens` would be left of [GenerationRequest#maxTokens()] or of the context behind it, or
/// where the model would end its text. Its tokens count as generated and are told like all others.
/// Drafts change nothing about it.
///
/// @param afterTokens generated tokens after which it comes at the latest
/// @param whenWritten it comes only if the model has written this text; empty: in any case
/// @param unlessWritten it does not come if the model has written this text; not empty
/// @param text what is written
/// @param thenTokens how many tokens are generated at most behind it, or behind `unlessWritten`
///   where the model wrote that itself
public record Interjection(
    int afterTokens, String whenWritten, String unlessWritten, Prompt text, int thenTokens) {

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of range, or `unlessWritten` is empty
  public Interjection {
    if (afterTokens < 0 || thenTokens < 1) {
      throw new IllegalArgumentException(
          "an interjection comes after at least 0 tokens with at least 1 behind it, got %d and %d"
              .formatted(afterTokens, thenTokens));
    }
    if (unlessWritten.isEmpty()) {
      throw new IllegalArgumentException(
          "an interjection needs the text that makes it unnecessary, got none");
    }
  }
}

package dev.gloss.inference;

import java.util.List;

/// What happens to a request, in this order: one [Started], any number of [Token], and at the end
/// exactly one [Finished] or [Failed].
public sealed interface GenerationEvent {

  /// The prompt is about to be read.
  ///
  /// @param promptTokens tokens of the whole prompt
  /// @param reusedTokens how many of them were found in the cache and are not computed again
  record Started(int promptTokens, int reusedTokens) implements GenerationEvent {}

  /// One token was generated.
  ///
  /// @param id the token
  /// @param text the text that became complete with it; may be empty, never half a code point
  /// @param probability of this token in the distribution it was drawn from, in `[0, 1]`
  /// @param drafted it had been drafted ahead, and the target model accepted it
  /// @param rejectedDraft the id drafted for this position that the target model rejected, or -1
  /// @param alternatives the most probable tokens, most probable first; as many as were asked for
  record Token(
      int id,
      String text,
      double probability,
      boolean drafted,
      int rejectedDraft,
      List<Alternative> alternatives)
      implements GenerationEvent {}

  /// A token that could have been drawn.
  ///
  /// @param id the token
  /// @param text its text, with U+FFFD for bytes that are no UTF-8 on their own
  /// @param probability in `[0, 1]`
  record Alternative(int id, String text, double probability) {}

  /// The request is over.
  ///
  /// @param reason why
  /// @param tail text that was still open, see [Tokenizer.TokenStream#finish()]
  /// @param stats what it took
  record Finished(FinishReason reason, String tail, GenerationStats stats)
      implements GenerationEvent {}

  /// The request could not be served.
  ///
  /// @param message one line for a person: what, where, what was expected
  record Failed(String message) implements GenerationEvent {}
}

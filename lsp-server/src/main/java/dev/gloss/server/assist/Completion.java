package dev.gloss.server.assist;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of asking for text at a place.
///
/// @param request the request's name in the trace
/// @param text to be inserted at the cursor, lines end with LF; where there is a silence, what the
///   model wrote as far as it got, possibly nothing
/// @param chance that a person would keep its first line, in `[0, 1]`
/// @param tokens tokens that were generated for it
/// @param silence why it is not to be shown; null where it is
public record Completion(
    String request, String text, double chance, int tokens, @Nullable Silence silence) {

  /// Nothing was written.
  public static Completion nothing(String request, Silence silence) {
    return new Completion(request, "", 0, 0, silence);
  }

  /// The same, held back for this reason if it is not held back already.
  public Completion unless(Optional<Silence> reason) {
    return new Completion(
        request, text, chance, tokens, silence == null ? reason.orElse(null) : silence);
  }

  /// Another text of the same request.
  Completion with(String other, double itsChance) {
    return new Completion(request, other, itsChance, tokens, silence);
  }

  /// What is left of it behind its first chars.
  Completion from(int typed) {
    return new Completion(request, text.substring(typed), chance, tokens, silence);
  }

  /// Whether it is to be shown. Then the text is not blank.
  public boolean isShown() {
    return silence == null;
  }
}

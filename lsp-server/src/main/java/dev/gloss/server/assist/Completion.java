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
/// @param quoting whether its prompt quoted other files
/// @param silence why it is not to be shown; null where it is
/// @param again judges what is left of a text that was held back, once its beginning is typed; null
///   where the model is to be asked
public record Completion(
    String request,
    String text,
    double chance,
    int tokens,
    boolean quoting,
    @Nullable Silence silence,
    @Nullable Again again) {

  /// Judges what is left of a text.
  @FunctionalInterface
  interface Again {

    /// The rest, and whether it is to be shown.
    ///
    /// @param later the place behind what was typed
    /// @param typed chars of the text that were
    /// @return empty where only the model can tell
    Optional<Completion> judge(CompletionQuery later, int typed);
  }

  /// A text that is judged once, of a prompt that quoted nothing.
  public Completion(
      String request, String text, double chance, int tokens, @Nullable Silence silence) {
    this(request, text, chance, tokens, false, silence, null);
  }

  /// Nothing was written.
  public static Completion nothing(String request, Silence silence) {
    return new Completion(request, "", 0, 0, silence);
  }

  /// The same, held back for this reason if it is not held back already.
  public Completion unless(Optional<Silence> reason) {
    Silence why = silence == null ? reason.orElse(null) : silence;
    return new Completion(request, text, chance, tokens, quoting, why, again);
  }

  /// Another text of the same request.
  Completion with(String other, double itsChance) {
    return new Completion(request, other, itsChance, tokens, quoting, silence, null);
  }

  /// The same, to be judged again in this way.
  Completion reconsidered(Again later) {
    return new Completion(request, text, chance, tokens, quoting, silence, later);
  }

  /// What is left of it behind its first chars.
  Completion from(int typed) {
    return new Completion(request, text.substring(typed), chance, tokens, quoting, silence, null);
  }

  /// Whether it is to be shown. Then the text is not blank.
  public boolean isShown() {
    return silence == null;
  }

  /// Whether nothing is wrong with it, be it held back or not.
  public boolean isSound() {
    return silence == null || isUnsure();
  }

  /// Whether it is held back only because it may not be kept.
  boolean isUnsure() {
    return silence != null && silence.reason().equals(Silence.UNSURE);
  }
}

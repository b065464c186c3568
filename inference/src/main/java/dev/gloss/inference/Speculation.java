package dev.gloss.inference;

/// Whether and how tokens are drafted ahead and verified together. It never changes what is
/// generated, only how fast.
///
/// A method says who may draft; of a draft so many tokens are verified, up to `draftTokens`, as
/// promise most by the engine's own measurements. A named method drafts at least one token wherever
/// it has one to offer; [Method#AUTO] none where drafts do not pay.
///
/// @param method who drafts
/// @param draftTokens how many tokens are drafted ahead at most, up to [#MOST_TOKENS]; ignored when
///   off
public record Speculation(Method method, int draftTokens) {
  /// Tokens that can be drafted ahead at most.
  public static final int MOST_TOKENS = 16;

  /// Tokens that are drafted ahead at most where nobody says how many, and the drafter can do more
  /// than one.
  public static final int USUAL_TOKENS = 8;

  /// No drafts: one token a step.
  public static final Speculation OFF = new Speculation(Method.OFF, 0);

  /// The model's own Multi-Token Prediction module drafts one token; off where the model has none.
  public static final Speculation MTP = new Speculation(Method.MTP, 1);

  /// The text so far drafts: what followed when the last tokens stood there before.
  public static final Speculation NGRAM = new Speculation(Method.NGRAM, USUAL_TOKENS);

  /// A smaller model drafts; off where the engine was opened without one.
  public static final Speculation DRAFT_MODEL = new Speculation(Method.DRAFT_MODEL, USUAL_TOKENS);

  /// Drafts where that is faster, by the engine's own measurements.
  public static final Speculation AUTO = new Speculation(Method.AUTO, USUAL_TOKENS);

  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if a method that drafts is given no tokens to draft, or more
  ///   than [#MOST_TOKENS]
  public Speculation {
    if (method != Method.OFF && (draftTokens < 1 || draftTokens > MOST_TOKENS)) {
      throw new IllegalArgumentException(
          "draft must be in [1, " + MOST_TOKENS + "], got " + draftTokens);
    }
  }

  /// The same with so many tokens at most.
  ///
  /// @throws IllegalArgumentException if that is out of range
  public Speculation withDraftTokens(int tokens) {
    return new Speculation(method, tokens);
  }

  /// Whether somebody may draft.
  ///
  /// @param drafter none of `OFF` and `AUTO`
  public boolean allows(Method drafter) {
    return method == Method.AUTO || method == drafter;
  }

  /// Who drafts.
  public enum Method {
    /// Nobody.
    OFF,
    /// The Multi-Token Prediction module (DeepSeek-V3, section 2.2), one token.
    MTP,
    /// The n-grams of the prompt and of what was generated (prompt lookup decoding).
    NGRAM,
    /// A smaller model of the same vocabulary (Leviathan et al., 2023).
    DRAFT_MODEL,
    /// Whoever of the others is fastest on this hardware with this model and text.
    AUTO
  }
}

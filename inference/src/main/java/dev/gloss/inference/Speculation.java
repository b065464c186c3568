package dev.gloss.inference;

/// Whether and how tokens are drafted ahead and verified together. It never changes what is
/// generated, only how fast.
///
/// @param method who drafts
/// @param draftTokens how many tokens are drafted ahead at most; ignored when off
public record Speculation(Method method, int draftTokens) {

  /// No drafts: one token a step.
  public static final Speculation OFF = new Speculation(Method.OFF, 0);

  /// The model's own Multi-Token Prediction module drafts one token; off where the model has none.
  public static final Speculation MTP = new Speculation(Method.MTP, 1);

  /// Drafts where that is faster, by the engine's own measurements.
  public static final Speculation AUTO = new Speculation(Method.AUTO, 1);

  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if a method that drafts is given no tokens to draft
  public Speculation {
    if (method != Method.OFF && draftTokens < 1) {
      throw new IllegalArgumentException("draft must be at least 1, got " + draftTokens);
    }
  }

  /// Who drafts.
  public enum Method {
    /// Nobody.
    OFF,
    /// The Multi-Token Prediction module (DeepSeek-V3, section 2.2).
    MTP,
    /// Whoever of the others is fastest on this hardware with this model.
    AUTO
  }
}

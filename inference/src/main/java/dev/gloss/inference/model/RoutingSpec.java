package dev.gloss.inference.model;

/// How a token's experts are chosen and weighed.
///
/// @param scoring from logits to scores
/// @param method which experts may be chosen
/// @param nGroup groups the experts are split into, 1 for none
/// @param topkGroup groups of which experts may be chosen
/// @param normTopkProb whether the chosen scores are divided by their sum
/// @param routedScalingFactor multiplies the weights
public record RoutingSpec(
    Scoring scoring,
    Method method,
    int nGroup,
    int topkGroup,
    boolean normTopkProb,
    float routedScalingFactor) {

  /// From router logits to scores, `scoring_func`.
  public enum Scoring {
    /// Softmax over all experts (DeepSeek-V2, eq. 22).
    SOFTMAX,
    /// Sigmoid of each (DeepSeek-V3, eq. 15).
    SIGMOID
  }

  /// Which experts may be chosen, `topk_method`.
  public enum Method {
    /// The best of all.
    GREEDY,
    /// The best of the groups whose best expert is best (DeepSeek-V2, section 2.2.2).
    GROUP_LIMITED_GREEDY,
    /// The best by score plus `e_score_correction_bias`, of the groups whose two best add up to
    /// most (DeepSeek-V3, eq. 16).
    NOAUX_TC
  }
}

package dev.gloss.prompts.completion;

/// Holds back completions the model itself does not believe in: the mean log-probability of the
/// tokens must reach a threshold, which is tuned on the development cases.
///
/// Mutable; one thread at a time.
public final class ConfidenceGate {
  private final double minMeanLogProbability;
  private double sum;
  private int tokens;

  /// @param minMeanLogProbability natural logarithm, at most 0; [Double#NEGATIVE_INFINITY] lets
  ///   everything pass
  /// @throws IllegalArgumentException if it is above 0 or not a number
  public ConfidenceGate(double minMeanLogProbability) {
    if (!(minMeanLogProbability <= 0)) {
      throw new IllegalArgumentException(
          "minimum mean log-probability " + minMeanLogProbability + ": expected 0 or less");
    }
    this.minMeanLogProbability = minMeanLogProbability;
  }

  /// Counts a token that is part of the completion.
  ///
  /// @param probability in `[0, 1]`
  public void add(double probability) {
    sum += Math.log(probability);
    tokens++;
  }

  /// The mean log-probability so far; 0 before the first token.
  public double mean() {
    return tokens == 0 ? 0 : sum / tokens;
  }

  /// Whether the completion may be shown.
  public boolean passes() {
    return mean() >= minMeanLogProbability;
  }
}

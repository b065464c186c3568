package dev.gloss.inference;

/// How the next token is drawn from the model's distribution.
///
/// @param temperature 0 takes the most probable token (greedy); otherwise logits are divided by it
/// @param topK only so many most probable tokens stay; 0 keeps all
/// @param topP only the smallest set of most probable tokens whose probabilities reach it stays; in
///   `(0, 1]`, 1 keeps all
/// @param seed the same seed, prompt and settings give the same tokens
public record Sampling(double temperature, int topK, double topP, long seed) {

  /// Always the most probable token.
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 0);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a value is out of range
  public Sampling {
    if (!(temperature >= 0 && temperature <= 100)) {
      throw new IllegalArgumentException("temperature must be in [0, 100], got " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("top_k must not be negative, got " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top_p must be in (0, 1], got " + topP);
    }
  }

  /// Whether the most probable token is always taken.
  public boolean greedy() {
    return temperature == 0;
  }
}

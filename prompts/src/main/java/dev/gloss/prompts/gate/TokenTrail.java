package dev.gloss.prompts.gate;

import java.util.ArrayList;
import java.util.List;

/// How sure a model was of each token of a text, in the order in which it wrote them.
///
/// Mutable; one thread at a time.
public final class TokenTrail {
  /// Below it a probability says nothing more.
  private static final double LEAST_LOG = -12;

  private final List<Step> steps = new ArrayList<>();
  private int line;

  /// A token.
  ///
  /// @param line on which it begins, counted from 0 within the text
  private record Step(int line, double logProbability) {}

  /// What is known of the tokens of a text's first lines.
  ///
  /// @param first log-probability of the first token
  /// @param least the smallest
  /// @param sum of all
  /// @param last that of the token that ended them
  /// @param count how many; where it is 0 the others are 0
  record Sureness(double first, double least, double sum, double last, int count) {}

  /// Adds a token.
  ///
  /// @param piece its text, possibly empty
  /// @param probability in `[0, 1]`
  public void add(String piece, double probability) {
    steps.add(new Step(line, Math.max(LEAST_LOG, Math.log(probability))));
    line += (int) piece.chars().filter(c -> c == '\n').count();
  }

  /// Of the tokens that begin on the text's first lines; the line feed that ends the last one is
  /// one of them.
  Sureness of(int lines) {
    double[] values =
        steps.stream()
            .filter(step -> step.line() < lines)
            .mapToDouble(Step::logProbability)
            .toArray();
    if (values.length == 0) {
      return new Sureness(0, 0, 0, 0, 0);
    }
    double sum = 0;
    double least = 0;
    for (double value : values) {
      sum += value;
      least = Math.min(least, value);
    }
    return new Sureness(values[0], least, sum, values[values.length - 1], values.length);
  }
}

package dev.gloss.prompts.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How sure a model was of each token of a text, in the order in which it wrote them.
///
/// Mutable; one thread at a time.
public final class TokenTrail {
  /// Below it a probability says nothing more.
  private static final double LEAST_LOG = -12;

  /// What of the tokens that nobody listed is taken to begin like the one that was written.
  private static final double UNLISTED = 1.0 / 16;

  private final List<Step> steps = new ArrayList<>();
  private int line;

  /// A token that could have been written instead.
  ///
  /// @param text its text
  /// @param probability in `[0, 1]`
  public record Other(String text, double probability) {}

  /// A token.
  ///
  /// @param line on which it begins, counted from 0 within the text
  /// @param others the most probable of those that could stand in its place
  private record Step(String piece, int line, double probability, List<Other> others) {

    double logProbability() {
      return Math.max(LEAST_LOG, Math.log(probability));
    }

    /// What is left of it when its first chars have been typed: those that begin otherwise are out.
    Step behind(int typed) {
      String beginning = piece.substring(0, typed);
      double listed = probability;
      double alike = probability;
      for (Other other : others) {
        if (!other.text().equals(piece)) {
          listed += other.probability();
          alike += other.text().startsWith(beginning) ? other.probability() : 0;
        }
      }
      double unlisted = Math.max(0, 1 - listed) * UNLISTED;
      return new Step(piece.substring(typed), line, probability / (alike + unlisted), List.of());
    }
  }

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
  /// @param others the most probable of those that could stand in its place; it may be one of them
  public void add(String piece, double probability, List<Other> others) {
    steps.add(new Step(piece, line, probability, List.copyOf(others)));
    line += feedsIn(piece);
  }

  /// What is left when the text's first chars have been typed, as far as it can be told without
  /// asking the model again.
  public TokenTrail behind(int typed) {
    TokenTrail rest = new TokenTrail();
    int at = 0;
    for (Step step : steps) {
      int end = at + step.piece().length();
      if (end > typed || at >= typed) {
        Step left = at >= typed ? step : step.behind(typed - at);
        rest.add(left.piece(), left.probability(), left.others());
      }
      at = end;
    }
    return rest;
  }

  /// All that was written.
  public String text() {
    return steps.stream().map(Step::piece).collect(Collectors.joining());
  }

  private static int feedsIn(String piece) {
    return (int) piece.chars().filter(c -> c == '\n').count();
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

package dev.gloss.inference.schedule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How often a drafter's guesses are right, by kind: what it knows of a guess before it is
/// verified, such as the length of the match it was copied behind.
///
/// What is true of all texts is corrected for one sequence by how its guesses did, as texts differ
/// in how much they repeat.
///
/// Owned by the engine loop's thread.
final class Acceptance {
  /// Kinds there are: `0..KINDS - 1`.
  static final int KINDS = 16;

  /// What an observation counts at least.
  private static final double SMOOTHING = 0.01;

  /// Observations that what is assumed at first is worth.
  private static final double PRIOR = 8;

  /// Guesses that are to have a say before one sequence differs from all.
  private static final double USUAL = 1;

  /// What a sequence's guesses of long ago still count.
  private static final double MEMORY = 0.9;

  private final @Nullable Acceptance general;
  private final double[] rates;
  private final double[] observed = new double[KINDS];
  private double mean;
  private double meanObserved;
  private double expected;
  private double right;

  /// @param assumed the share of right guesses a kind before anything was observed, `[KINDS]`
  Acceptance(double... assumed) {
    general = null;
    rates = Arrays.copyOf(assumed, KINDS);
    mean = assumed[0];
  }

  private Acceptance(Acceptance general) {
    this.general = general;
    rates = general.rates;
    mean = general.mean;
  }

  /// The same for one sequence; what is observed there is observed here as well.
  Acceptance ofSequence() {
    return new Acceptance(this);
  }

  /// The same assumed of every kind.
  static Acceptance assuming(double share) {
    double[] all = new double[KINDS];
    Arrays.fill(all, share);
    return new Acceptance(all);
  }

  /// The share of right guesses of a kind where those before them were right, in `[0, 1]`.
  double of(int kind) {
    double usual = rates[kind];
    return general == null ? usual : Math.min((1 + usual) / 2, usual * correction());
  }

  /// The share of right guesses of all kinds, in `[0, 1]`.
  double mean() {
    return general == null ? mean : Math.min(1, general.mean * correction());
  }

  /// Learns from one guess.
  void observe(int kind, boolean isRight) {
    double value = isRight ? 1 : 0;
    if (general != null) {
      expected = MEMORY * expected + general.rates[kind];
      right = MEMORY * right + value;
      general.observe(kind, isRight);
      return;
    }
    rates[kind] += Math.max(SMOOTHING, 1 / (PRIOR + ++observed[kind])) * (value - rates[kind]);
    mean += Math.max(SMOOTHING, 1 / (PRIOR + ++meanObserved)) * (value - mean);
  }

  private double correction() {
    return (USUAL + right) / (USUAL + expected);
  }
}

package dev.gloss.inference.schedule;

/// Whether drafting pays, on this hardware with this model and these texts, by measurement.
///
/// A pass with a draft yields `1 + acceptance` tokens and takes longer than one without: hardly so
/// where weights have to be fetched from memory, much so where a small model sits in the
/// processor's caches. Only passes of a single sequence are measured, because they compare.
///
/// Owned by the engine loop's thread.
final class DraftGain {
  /// Passes of each kind before anything is concluded.
  private static final int FEWEST_PASSES = 16;

  /// One of so many decisions goes the other way, to measure again.
  private static final int EXPLORE_EVERY = 64;

  /// Drafting has to be so much better than nothing.
  private static final double MARGIN = 1.05;

  private static final double ACCEPTANCE_SMOOTHING = 0.02;

  private final Pace plain = new Pace();
  private final Pace drafted = new Pace();
  private double acceptance;
  private int decisions;

  /// A pass without a draft took so long.
  void plainPass(long nanos) {
    plain.took(nanos);
  }

  /// A pass that verified a draft, and made the next one, took so long.
  void draftedPass(long nanos, boolean accepted) {
    drafted.took(nanos);
    double weight = Math.max(ACCEPTANCE_SMOOTHING, 1.0 / drafted.passes);
    acceptance += weight * ((accepted ? 1 : 0) - acceptance);
  }

  /// Decides for one request.
  ///
  /// @param mayExplore whether it may serve to measure what is thought to be the slower way
  boolean decide(boolean mayExplore) {
    boolean explores = mayExplore && ++decisions % EXPLORE_EVERY == 0;
    return pays() != explores;
  }

  private boolean pays() {
    if (drafted.passes < FEWEST_PASSES) {
      return true;
    }
    return plain.passes >= FEWEST_PASSES && (1 + acceptance) * plain.nanos > MARGIN * drafted.nanos;
  }

  /// How long a pass takes when nothing disturbs it: a minimum that is forgotten slowly.
  private static final class Pace {
    private static final double FORGETTING = 1.01;

    private int passes;
    private double nanos = Double.MAX_VALUE;

    void took(long measured) {
      passes++;
      nanos = Math.min(nanos * FORGETTING, measured);
    }
  }
}

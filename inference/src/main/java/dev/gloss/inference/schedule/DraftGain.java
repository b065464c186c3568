package dev.gloss.inference.schedule;

/// Whether drafting pays, and how far ahead, on this hardware with this model and these texts, by
/// measurement.
///
/// A step that verifies `k` tokens yields one token and those of them that are right, and takes
/// longer than one without: hardly so where weights have to be fetched from memory, much so where a
/// small model sits in the processor's caches. Compared are tokens a nanosecond: `(1 + p_1 + p_1
/// p_2 + ...) / cost(1 + k)`, with `p_i` the chance of the `i`-th token if those before it are
/// right (Leviathan et al., 2023, section 3.4, with chances that differ by place).
///
/// Owned by the engine loop's thread.
final class DraftGain {
  /// Drafting has to be so much better than nothing.
  static final double MARGIN = 1.1;

  /// Steps of one row before others are compared with them.
  private static final int FEWEST_STEPS = 4;

  /// Passes of each kind before anything is concluded about the pages of sequences.
  private static final int FEWEST_PASSES = 16;

  /// One of so many decisions goes the other way, to measure again.
  private static final int EXPLORE_EVERY = 64;

  private final StepCost cost;
  private final Acceptance module = Acceptance.assuming(0.6);
  private final Pace modulePace = new Pace();
  private int decisions;

  DraftGain() {
    this(new StepCost());
  }

  /// @param cost what steps of the main model take
  DraftGain(StepCost cost) {
    this.cost = cost;
  }

  /// What steps of the main model take.
  StepCost cost() {
    return cost;
  }

  /// How often the Multi-Token Prediction module is right.
  Acceptance module() {
    return module;
  }

  /// The module's part of a step of one sequence took so long.
  void moduleTook(long nanos) {
    modulePace.took(nanos);
  }

  /// Tokens a nanosecond that a draft has to exceed where it need not be made: those of steps
  /// without drafts and a little more. Nothing exceeds it before these were measured.
  ///
  /// @param others sequences that take part in the step, this one included
  double bar(int others) {
    return cost.steps() < FEWEST_STEPS ? Double.POSITIVE_INFINITY : MARGIN * rate(others, 0, 0, 0);
  }

  /// Tokens a nanosecond of a step.
  ///
  /// @param others sequences that take part in it, at least 1
  /// @param drafted tokens that are verified
  /// @param right how many of them are expected to be right
  /// @param extraNanos what is spent beside the step
  double rate(int others, int drafted, double right, double extraNanos) {
    return (others + right) / (cost.nanos(others + drafted) + extraNanos);
  }

  /// Decides for one request whether its pages are to hold the Multi-Token Prediction module's
  /// entries, so that it can draft.
  ///
  /// @param mayExplore whether it may serve to measure what is thought to be the slower way
  boolean decide(boolean mayExplore) {
    boolean explores = mayExplore && ++decisions % EXPLORE_EVERY == 0;
    return modulePays() != explores;
  }

  private boolean modulePays() {
    if (modulePace.measured() < FEWEST_PASSES) {
      return true;
    }
    return cost.steps() >= FEWEST_PASSES
        && rate(1, 1, module.mean(), modulePace.value()) > MARGIN * rate(1, 0, 0, 0);
  }
}

package dev.gloss.server.typing;

import dev.gloss.server.eval.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Ratios of sums over places, with their 95 % intervals.
///
/// What happens at one place hangs together, so places are drawn again and not keys or texts
/// (percentile bootstrap with a fixed seed).
final class Share {
  private static final int RESAMPLES = 1000;

  private Share() {}

  /// The ratio of two sums, in percent.
  ///
  /// @param of what is counted at a place
  /// @param outOf out of how many
  /// @return null where there is nothing to count
  static @Nullable Interval percent(
      List<PlaceOutcome> outcomes,
      ToDoubleFunction<PlaceOutcome> of,
      ToDoubleFunction<PlaceOutcome> outOf) {
    Interval ratio = ratio(outcomes, of, outOf);
    return ratio == null ? null : ratio.percent();
  }

  /// The ratio of two sums.
  static @Nullable Interval ratio(
      List<PlaceOutcome> outcomes,
      ToDoubleFunction<PlaceOutcome> of,
      ToDoubleFunction<PlaceOutcome> outOf) {
    double[] above = outcomes.stream().mapToDouble(of).toArray();
    double[] below = outcomes.stream().mapToDouble(outOf).toArray();
    double total = Arrays.stream(below).sum();
    if (total == 0) {
      return null;
    }
    double[] drawn = drawn(above, below);
    int last = drawn.length - 1;
    return new Interval(
        Arrays.stream(above).sum() / total,
        drawn[(int) Math.round(0.025 * last)],
        drawn[(int) Math.round(0.975 * last)]);
  }

  private static double[] drawn(double[] above, double[] below) {
    SplittableRandom random = new SplittableRandom(1);
    double[] ratios = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      double sumAbove = 0;
      double sumBelow = 0;
      // A draw without anything to count says nothing and is made again; some have it.
      while (sumBelow == 0) {
        for (int i = 0; i < below.length; i++) {
          int place = random.nextInt(below.length);
          sumAbove += above[place];
          sumBelow += below[place];
        }
      }
      ratios[r] = sumAbove / sumBelow;
    }
    Arrays.sort(ratios);
    return ratios;
  }
}

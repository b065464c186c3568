package dev.gloss.server.cli;

import dev.gloss.inference.backend.StepPart;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What the time of some runs went to, part by part of their steps.
final class PartTimes {
  /// What was not spent within steps: scheduling, drawing tokens, telling them.
  private static final String OUTSIDE = "outside";

  private static final double WORTH_TELLING = 0.005;

  private final Map<StepPart, Long> nanos = new EnumMap<>(StepPart.class);
  private long all;

  /// Adds a run.
  ///
  /// @param before what the backend had spent when it began, `after` when it ended
  /// @param runNanos how long it took
  void add(Map<StepPart, Duration> before, Map<StepPart, Duration> after, long runNanos) {
    after.forEach(
        (part, spent) ->
            nanos.merge(part, spent.minus(before.get(part)).toNanos(), Math::addExact));
    all += runNanos;
  }

  /// By part its share of the time; empty where the backend does not tell.
  Map<String, Double> shares() {
    Map<String, Double> shares = new LinkedHashMap<>();
    long within = nanos.values().stream().mapToLong(Long::longValue).sum();
    if (all > 0 && within > 0) {
      nanos.forEach(
          (part, spent) -> shares.put(part.name().toLowerCase(Locale.ROOT), (double) spent / all));
      shares.put(OUTSIDE, Math.max(0, (double) (all - within) / all));
    }
    return shares;
  }

  /// Shares for a person, the largest first.
  static String text(Map<String, Double> shares) {
    return shares.entrySet().stream()
        .filter(share -> share.getValue() >= WORTH_TELLING)
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(
            share ->
                String.format(Locale.ROOT, "%s %.0f %%", share.getKey(), 100 * share.getValue()))
        .collect(Collectors.joining(", "));
  }
}

package dev.gloss.server.typing;

import dev.gloss.server.eval.Percentile;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// How long keys took from being pressed to being answered.
///
/// @param keys that were answered before the next one
/// @param p50Ms median
/// @param p95Ms what 95 of 100 do not exceed
/// @param quantilesMs what 5, 10, ... 100 of 100 do not exceed
public record Latency(int keys, double p50Ms, double p95Ms, List<Double> quantilesMs) {
  private static final int QUANTILES = 20;

  /// Copies the list.
  public Latency {
    quantilesMs = List.copyOf(quantilesMs);
  }

  static Latency of(List<Key> keys) {
    double[] millis =
        keys.stream()
            .map(Key::ms)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    List<Double> quantiles =
        IntStream.rangeClosed(1, QUANTILES)
            .mapToObj(i -> Percentile.of(millis, (double) i / QUANTILES))
            .toList();
    return new Latency(
        millis.length, Percentile.of(millis, 0.5), Percentile.of(millis, 0.95), quantiles);
  }
}

package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.StepPart;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/// How long has been spent on each part of steps, by the clock of the thread that runs them, which
/// alone writes; others may read.
final class StepTimes {
  private final AtomicLongArray nanos = new AtomicLongArray(StepPart.values().length);
  private long last;

  /// A step begins.
  void begin() {
    last = System.nanoTime();
  }

  /// What was done since the last call was of this part.
  void lap(StepPart part) {
    long now = System.nanoTime();
    int index = part.ordinal();
    nanos.lazySet(index, nanos.getPlain(index) + now - last);
    last = now;
  }

  /// The time of every part.
  Map<StepPart, Duration> total() {
    Map<StepPart, Duration> total = new EnumMap<>(StepPart.class);
    for (StepPart part : StepPart.values()) {
      total.put(part, Duration.ofNanos(nanos.get(part.ordinal())));
    }
    return total;
  }
}

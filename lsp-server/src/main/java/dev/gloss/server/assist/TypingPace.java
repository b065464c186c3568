package dev.gloss.server.assist;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How quickly somebody types, compared with how quickly the model answers. While keys come faster,
/// all but the last of a run of requests would be begun for nothing, so each waits until the next
/// key would have come; as soon as somebody types slower, or the model answers faster, none waits.
///
/// Safe for use by many threads.
public final class TypingPace {
  /// Longer than that after the last key somebody has paused and begins anew.
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /// Intervals between keys of which the middle one counts.
  private static final int INTERVALS = 5;

  /// A key is waited for this much longer than the usual interval, since people type unevenly.
  private static final double SLACK = 1.25;

  /// Share of the latest answer in what counts as usual.
  private static final double LATEST_SHARE = 0.3;

  private final LongSupplier clock;
  private final long[] intervals = new long[INTERVALS];
  private int known;
  private @Nullable String document;
  private long lastKey;
  private double answerNanos;

  /// @param clock in nanoseconds
  public TypingPace(LongSupplier clock) {
    this.clock = clock;
  }

  /// A key was pressed.
  ///
  /// @param uri of the document that was changed
  public synchronized void key(String uri) {
    long now = clock.getAsLong();
    if (!uri.equals(document) || now - lastKey > PAUSE_NANOS) {
      known = 0;
    } else {
      System.arraycopy(intervals, 0, intervals, 1, INTERVALS - 1);
      intervals[0] = now - lastKey;
      known = Math.min(known + 1, INTERVALS);
    }
    document = uri;
    lastKey = now;
  }

  /// The model answered.
  ///
  /// @param nanos how long that took
  public synchronized void answered(long nanos) {
    answerNanos = answerNanos == 0 ? nanos : answerNanos + LATEST_SHARE * (nanos - answerNanos);
  }

  /// The model was taken away from an answer.
  ///
  /// @param nanos how long it had worked on it
  public synchronized void interrupted(long nanos) {
    answerNanos = Math.max(answerNanos, nanos);
  }

  /// How long the request that goes with the latest key is to wait for the next one.
  public synchronized Duration patience() {
    if (known == 0) {
      return Duration.ZERO;
    }
    long[] sorted = Arrays.copyOf(intervals, known);
    Arrays.sort(sorted);
    long usual = sorted[known / 2];
    return usual < answerNanos ? Duration.ofNanos((long) (SLACK * usual)) : Duration.ZERO;
  }
}

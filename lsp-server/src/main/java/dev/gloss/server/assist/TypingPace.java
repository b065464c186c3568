package dev.gloss.server.assist;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How quickly somebody types, compared with how quickly the model answers. While keys come faster,
/// most of a run of requests would be begun for nothing, so each waits until the next key would
/// have come; as soon as somebody types slower, or the model answers faster, none waits. One in a
/// few goes on at once, to see how quick the model is now.
///
/// Safe for use by many threads.
public final class TypingPace {
  /// Longer than that after the last key somebody has paused and begins anew.
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /// Intervals between keys, and answers, of which the middle one counts: the first answer at a new
  /// place takes long and says little about the next.
  private static final int RECENT = 5;

  /// Of so many requests in a row one does not wait.
  private static final int PROBE = 4;

  /// A key is waited for this much longer than the usual interval, since people type unevenly.
  private static final double SLACK = 1.25;

  private final LongSupplier clock;
  private final Recent intervals = new Recent();
  private final Recent answers = new Recent();
  private int waited;
  private @Nullable String document;
  private long lastKey;

  /// The latest few of some times.
  private static final class Recent {
    private final long[] nanos = new long[RECENT];
    private int known;

    void add(long next) {
      System.arraycopy(nanos, 0, nanos, 1, RECENT - 1);
      nanos[0] = next;
      known = Math.min(known + 1, RECENT);
    }

    void clear() {
      known = 0;
    }

    /// The middle one; 0 where nothing is known.
    long usual() {
      long[] sorted = Arrays.copyOf(nanos, known);
      Arrays.sort(sorted);
      return known == 0 ? 0 : sorted[known / 2];
    }
  }

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
      intervals.clear();
      waited = 0;
    } else {
      intervals.add(now - lastKey);
    }
    document = uri;
    lastKey = now;
  }

  /// The model answered.
  ///
  /// @param nanos how long that took
  public synchronized void answered(long nanos) {
    answers.add(nanos);
  }

  /// The model was taken away from an answer, which would have taken longer.
  ///
  /// @param nanos how long it had worked on it
  public synchronized void interrupted(long nanos) {
    if (nanos > answers.usual()) {
      answers.add(nanos);
    }
  }

  /// How long the request that goes with the latest key is to wait for the next one; asked once a
  /// request.
  public synchronized Duration patience() {
    long usual = intervals.usual();
    if (usual == 0 || usual >= answers.usual() || ++waited % PROBE == 0) {
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) (SLACK * usual));
  }
}

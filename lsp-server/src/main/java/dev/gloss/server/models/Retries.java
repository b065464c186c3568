package dev.gloss.server.models;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/// How often and how soon a hub is asked again that did not serve: after 1, 2, 4, … seconds, 30 at
/// most, or when it says so itself; after six failures in a row no more.
///
/// Used by one thread.
final class Retries {
  private static final int MOST_FAILURES = 6;
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final Sleeper sleeper;
  private final Consumer<String> notes;
  private int failures;

  /// Waits.
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /// Asks the hub.
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  /// @param sleeper waits between attempts
  /// @param notes told one sentence about each failure that is not the last one
  Retries(Sleeper sleeper, Consumer<String> notes) {
    this.sleeper = sleeper;
    this.notes = notes;
  }

  /// Runs the attempt until it succeeds.
  ///
  /// @throws PullException what the attempt threw, or that it failed too often
  <T> T run(Attempt<T> attempt) throws PullException {
    failures = 0;
    while (true) {
      try {
        return attempt.run();
      } catch (PullException e) {
        throw e;
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  /// An attempt got somewhere: what failed before it no longer counts.
  void progressed() {
    failures = 0;
  }

  private void failed(IOException failure) throws PullException {
    failures++;
    if (failures >= MOST_FAILURES) {
      throw new PullException(
          "%s (tried %d times; what was fetched is kept, so try again later)"
              .formatted(failure.getMessage(), failures),
          failure);
    }
    Duration pause = pause(failure);
    notes.accept("%s; trying again in %d s".formatted(failure.getMessage(), pause.toSeconds()));
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PullException("interrupted; what was fetched is kept", e);
    }
  }

  private Duration pause(IOException failure) throws PullException {
    if (failure instanceof HubRefusal.NotNow notNow && notNow.pause() != null) {
      if (notNow.pause().compareTo(LONGEST_PAUSE) > 0) {
        throw new PullException(
            "%s and asks to wait %d min; what was fetched is kept, so try again then"
                .formatted(failure.getMessage(), notNow.pause().toMinutes()),
            failure);
      }
      return notNow.pause();
    }
    Duration backoff = Duration.ofSeconds(1L << (failures - 1));
    return backoff.compareTo(LONGEST_BACKOFF) < 0 ? backoff : LONGEST_BACKOFF;
  }
}

package dev.gloss.server.work;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A piece of work that waits for its turn, is being done, or is over. Safe for use by many
/// threads.
///
/// @param <T> what comes of it
public final class Work<T extends @Nullable Object> {
  private final Workers workers;
  private final Urgency urgency;
  private final long number;
  private final Supplier<T> action;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private volatile boolean takenBack;
  private volatile long deadlineNanos;

  /// Guarded by the workers' lock.
  private Place place = Place.NONE;

  /// Whether it takes one of the places of its workers.
  enum Place {
    /// It waits, or is over.
    NONE,
    /// It computes.
    HELD,
    /// It was taken back and computes on, since it has not noticed yet.
    GIVEN_AWAY
  }

  Work(Workers workers, Urgency urgency, long number, Supplier<T> action) {
    this.workers = workers;
    this.urgency = urgency;
    this.number = number;
    this.action = action;
  }

  /// What comes of it; completes with [TakenBack] when it was taken back or took too long.
  public CompletableFuture<T> result() {
    return result.copy();
  }

  /// Nobody wants it any more: it never begins, or ends at its next [Workers#poll()].
  public void takeBack() {
    takenBack = true;
    if (workers.forget(this)) {
      result.completeExceptionally(takenBackBySomebody());
    } else {
      workers.giveAwayPlace(this);
    }
  }

  Urgency urgency() {
    return urgency;
  }

  /// Counts up in the order of arrival.
  long number() {
    return number;
  }

  <R extends @Nullable Object> R leavingItsPlace(Supplier<R> wait) {
    return workers.waiting(this, wait);
  }

  Place place() {
    return place;
  }

  void place(Place next) {
    place = next;
  }

  void run(long budgetNanos) {
    deadlineNanos = System.nanoTime() + budgetNanos;
    try {
      poll();
      result.complete(action.get());
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  /// The time that it waits for others does not count.
  void waited(long nanos) {
    deadlineNanos += nanos;
  }

  void poll() {
    if (takenBack) {
      throw takenBackBySomebody();
    }
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new TakenBack("it would take too long", true);
    }
  }

  private static TakenBack takenBackBySomebody() {
    return new TakenBack("it was taken back", false);
  }
}

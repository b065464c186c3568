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
  private final Turn turn;
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

  /// When its turn comes.
  ///
  /// @param number counts up in the order of arrival
  record Turn(Urgency urgency, String lane, long number) {}

  Work(Workers workers, Turn turn, Supplier<T> action) {
    this.workers = workers;
    this.turn = turn;
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
    return turn.urgency();
  }

  String lane() {
    return turn.lane();
  }

  /// Counts up in the order of arrival.
  long number() {
    return turn.number();
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

package dev.gloss.server.work;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bounded pool of platform threads for whatever computes: scans, parses, masks, prompts.
///
/// At most as many pieces of work as there are places are computed at a time, the most urgent
/// first, older before newer; one place is never given to work for which nobody waits. A piece that
/// waits for others, for an engine mostly, says so by [#waiting] and leaves its place to the next
/// one meanwhile. Long computations call [#poll()] again and again, which ends them when they were
/// taken back or are over their budget; what was taken back and does not notice, as in a parser,
/// gives its place away, unless as many as there are places did already.
///
/// Safe for use by many threads.
public final class Workers {
  /// A piece computes this long at most, waiting not counted.
  public static final Duration USUAL_BUDGET = Duration.ofSeconds(10);

  /// Parsers go down as deep as a text is nested. Reserved, not used, until something does.
  private static final long STACK_BYTES = 16L << 20;

  /// Threads that may wait at a time without a place; whoever waits beyond that keeps its place.
  private static final int MOST_WAITING = 64;

  private static final long IDLE_SECONDS = 10;
  private static final ScopedValue<Work<?>> CURRENT = ScopedValue.newInstance();

  private final int places;
  private final long budgetNanos;
  private final NavigableSet<Work<?>> queue =
      new TreeSet<>(
          Comparator.<Work<?>, Urgency>comparing(Work::urgency).thenComparingLong(Work::number));
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().stackSize(STACK_BYTES).name("gloss-work-", 0).factory());

  /// In which lane what computes that has not waited yet.
  private final Map<String, Work<?>> lanes = new HashMap<>();

  private long arrived;
  private int computing;
  private int givenAway;
  private int waiting;
  private int returning;

  /// @param places how many pieces are computed at a time, at least 1
  /// @param budget how long each may compute
  public Workers(int places, Duration budget) {
    this.places = places;
    this.budgetNanos = budget.toNanos();
  }

  /// As many places as this machine has cores, two at least, with the usual budget.
  public static Workers ofThisMachine() {
    return new Workers(Math.max(2, Runtime.getRuntime().availableProcessors()), USUAL_BUDGET);
  }

  /// Puts a piece of work in line; returns at once.
  ///
  /// @param lane what is in the same lane begins when the one before it ends or waits for others,
  ///   also when that was taken back and does not notice: of requests that follow each other
  ///   quickly few begin
  public <T extends @Nullable Object> Work<T> submit(
      Urgency urgency, String lane, Supplier<T> action) {
    synchronized (this) {
      Work<T> work = new Work<>(this, new Work.Turn(urgency, lane, arrived++), action);
      queue.add(work);
      dispatch();
      return work;
    }
  }

  /// Ends the piece of work on this thread here if it was taken back or is over its budget; a no-op
  /// on threads that are not of such a pool. Cheap enough for each thousandth turn of a loop.
  ///
  /// @throws TakenBack if it is to end
  public static void poll() {
    if (CURRENT.isBound()) {
      CURRENT.get().poll();
    }
  }

  /// Waits for others, and leaves the place of this piece of work to the next one meanwhile. On
  /// threads that are not of such a pool it only waits.
  public static <T extends @Nullable Object> T waiting(Supplier<T> wait) {
    if (!CURRENT.isBound()) {
      return wait.get();
    }
    return CURRENT.get().leavingItsPlace(wait);
  }

  <T extends @Nullable Object> T waiting(Work<?> work, Supplier<T> wait) {
    if (!leave(work)) {
      return wait.get();
    }
    long start = System.nanoTime();
    try {
      return wait.get();
    } finally {
      comeBack(work);
      work.waited(System.nanoTime() - start);
    }
  }

  /// Takes a piece out of the line.
  ///
  /// @return whether it stood there
  synchronized boolean forget(Work<?> work) {
    return queue.remove(work);
  }

  /// What computes on although it was taken back stands in nobody's way.
  synchronized void giveAwayPlace(Work<?> work) {
    if (work.place() == Work.Place.HELD && givenAway < places) {
      freePlaceOf(work);
      work.place(Work.Place.GIVEN_AWAY);
      givenAway++;
      dispatch();
    }
  }

  private synchronized boolean leave(Work<?> work) {
    if (waiting >= MOST_WAITING) {
      return false;
    }
    waiting++;
    lanes.remove(work.lane(), work);
    freePlaceOf(work);
    dispatch();
    return true;
  }

  private synchronized void comeBack(Work<?> work) {
    waiting--;
    returning++;
    boolean interrupted = false;
    while (computing >= places) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    returning--;
    takePlace(work);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void done(Work<?> work) {
    lanes.remove(work.lane(), work);
    freePlaceOf(work);
    dispatch();
  }

  private void takePlace(Work<?> work) {
    computing++;
    work.place(Work.Place.HELD);
  }

  private void freePlaceOf(Work<?> work) {
    switch (work.place()) {
      case HELD -> computing--;
      case GIVEN_AWAY -> givenAway--;
      case NONE -> {}
    }
    work.place(Work.Place.NONE);
    notifyAll();
  }

  /// Gives free places away: first to those who come back, then in line.
  private void dispatch() {
    Iterator<Work<?>> line = queue.iterator();
    while (line.hasNext()) {
      Work<?> next = line.next();
      if (returning + computing >= placesFor(next.urgency())) {
        return;
      }
      if (lanes.putIfAbsent(next.lane(), next) == null) {
        line.remove();
        takePlace(next);
        threads.execute(() -> run(next));
      }
    }
  }

  private int placesFor(Urgency urgency) {
    return urgency == Urgency.BACKGROUND && places > 1 ? places - 1 : places;
  }

  private void run(Work<?> work) {
    try {
      ScopedValue.where(CURRENT, work).run(() -> work.run(budgetNanos));
    } finally {
      done(work);
    }
  }
}

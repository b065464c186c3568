package dev.gloss.server.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
  private static final AtomicInteger LANES = new AtomicInteger();

  private final List<String> done = new CopyOnWriteArrayList<>();

  /// One of its own.
  private static String lane() {
    return "lane " + LANES.incrementAndGet();
  }

  /// Work that holds its place until told.
  private static final class Busy {
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);

    String run() {
      began.countDown();
      await(release);
      return "busy";
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Workers workers(int places) {
    return new Workers(places, Workers.USUAL_BUDGET);
  }

  private static Busy occupy(Workers workers, Urgency urgency) {
    Busy busy = new Busy();
    workers.submit(urgency, lane(), busy::run);
    return busy;
  }

  private Work<Boolean> note(Workers workers, Urgency urgency, String name) {
    return workers.submit(urgency, lane(), () -> done.add(name));
  }

  private static TakenBack takenBack(Work<?> work) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> work.result().get());
    return assertInstanceOf(TakenBack.class, e.getCause());
  }

  @Test
  void whatIsAskedGoesBeforeWhatIsTypedBeforeTheRest() throws Exception {
    Workers workers = workers(1);
    Busy busy = occupy(workers, Urgency.TYPED);
    busy.began.await();
    Work<Boolean> last = note(workers, Urgency.BACKGROUND, "background");
    note(workers, Urgency.TYPED, "typed 1");
    note(workers, Urgency.TYPED, "typed 2");
    note(workers, Urgency.ASKED, "asked");
    busy.release.countDown();
    assertTrue(last.result().get());
    assertEquals(List.of("asked", "typed 1", "typed 2", "background"), done);
  }

  @Test
  void whatIsTakenBackInLineNeverBegins() throws Exception {
    Workers workers = workers(1);
    Busy busy = occupy(workers, Urgency.ASKED);
    busy.began.await();
    Work<Boolean> unwanted = note(workers, Urgency.ASKED, "unwanted");
    Work<Boolean> wanted = note(workers, Urgency.ASKED, "wanted");
    unwanted.takeBack();
    assertFalse(takenBack(unwanted).isOverBudget(), "told before its turn came");
    busy.release.countDown();
    assertTrue(wanted.result().get());
    assertEquals(List.of("wanted"), done);
  }

  @Test
  void whatIsTakenBackWhileItComputesEndsAtItsNextPoll() throws Exception {
    Workers workers = workers(1);
    CountDownLatch began = new CountDownLatch(1);
    Work<String> endless =
        workers.submit(
            Urgency.ASKED,
            lane(),
            () -> {
              began.countDown();
              while (true) {
                Workers.poll();
              }
            });
    began.await();
    endless.takeBack();
    assertFalse(takenBack(endless).isOverBudget());
    assertTrue(note(workers, Urgency.ASKED, "next").result().get());
  }

  @Test
  void whatIsTakenBackAndDoesNotNoticeStandsInNobodysWay() throws Exception {
    Workers workers = workers(1);
    Busy busy = new Busy();
    Work<String> deaf = workers.submit(Urgency.ASKED, lane(), busy::run);
    busy.began.await();
    deaf.takeBack();
    assertTrue(note(workers, Urgency.ASKED, "next").result().get());
    Busy second = new Busy();
    Work<String> alsoDeaf = workers.submit(Urgency.ASKED, lane(), second::run);
    second.began.await();
    alsoDeaf.takeBack();
    Work<Boolean> later = note(workers, Urgency.ASKED, "later");
    assertEquals(List.of("next"), done, "as many as there are places gave theirs away");
    busy.release.countDown();
    second.release.countDown();
    assertTrue(later.result().get());
    assertEquals("busy", deaf.result().get());
  }

  @Test
  void inALaneOneComputesAtATimeEvenIfItDoesNotNotice() throws Exception {
    Workers workers = workers(3);
    Busy busy = new Busy();
    Work<String> deaf = workers.submit(Urgency.ASKED, "a.java", busy::run);
    busy.began.await();
    deaf.takeBack();
    Work<Boolean> unwanted = workers.submit(Urgency.ASKED, "a.java", () -> done.add("unwanted"));
    Work<Boolean> newest = workers.submit(Urgency.ASKED, "a.java", () -> done.add("newest"));
    unwanted.takeBack();
    assertTrue(workers.submit(Urgency.BACKGROUND, "b.java", () -> done.add("b")).result().get());
    assertEquals(List.of("b"), done);
    busy.release.countDown();
    assertTrue(newest.result().get());
    assertEquals(List.of("b", "newest"), done);
  }

  @Test
  void whoeverWaitsForOthersLeavesItsLane() throws Exception {
    Workers workers = workers(2);
    CompletableFuture<String> engine = new CompletableFuture<>();
    Work<String> waits =
        workers.submit(Urgency.ASKED, "a.java", () -> Workers.waiting(engine::join));
    assertTrue(workers.submit(Urgency.ASKED, "a.java", () -> done.add("next")).result().get());
    engine.complete("text");
    assertEquals("text", waits.result().get());
  }

  @Test
  void whatComputesTooLongEndsAtItsNextPoll() {
    Workers workers = new Workers(1, Duration.ofMillis(1));
    Work<String> endless =
        workers.submit(
            Urgency.ASKED,
            lane(),
            () -> {
              while (true) {
                Workers.poll();
              }
            });
    assertTrue(takenBack(endless).isOverBudget());
  }

  @Test
  void whoeverWaitsForOthersLeavesItsPlaceAndItsTimeIsNotCounted() throws Exception {
    Workers workers = new Workers(1, Duration.ofSeconds(30));
    CompletableFuture<String> engine = new CompletableFuture<>();
    Work<String> waits = workers.submit(Urgency.ASKED, lane(), () -> Workers.waiting(engine::join));
    assertTrue(note(workers, Urgency.BACKGROUND, "meanwhile").result().get());
    assertFalse(waits.result().isDone());
    engine.complete("text");
    assertEquals("text", waits.result().get());
  }

  @Test
  void whoeverComesBackGetsAPlaceAgain() throws Exception {
    Workers workers = workers(1);
    CompletableFuture<String> engine = new CompletableFuture<>();
    Work<Boolean> waits =
        workers.submit(Urgency.BACKGROUND, lane(), () -> done.add(Workers.waiting(engine::join)));
    Busy busy = occupy(workers, Urgency.ASKED);
    busy.began.await();
    Work<Boolean> later = note(workers, Urgency.BACKGROUND, "later");
    engine.complete("back");
    busy.release.countDown();
    assertTrue(waits.result().get());
    assertTrue(later.result().get());
    assertTrue(done.containsAll(List.of("back", "later")));
  }

  @Test
  void onePlaceIsKeptForThoseWhoWait() throws Exception {
    Workers workers = workers(2);
    Busy background = occupy(workers, Urgency.BACKGROUND);
    background.began.await();
    Work<Boolean> second = note(workers, Urgency.BACKGROUND, "second");
    assertTrue(note(workers, Urgency.ASKED, "asked").result().get());
    assertEquals(List.of("asked"), done);
    background.release.countDown();
    assertTrue(second.result().get());
  }

  @Test
  void aFaultIsTheResultAndThePlaceIsFreeAgain() {
    Workers workers = workers(1);
    Work<String> deep = workers.submit(Urgency.ASKED, lane(), () -> fall(0));
    ExecutionException e = assertThrows(ExecutionException.class, () -> deep.result().get());
    assertInstanceOf(StackOverflowError.class, e.getCause());
    assertTrue(note(workers, Urgency.ASKED, "next").result().join());
  }

  @SuppressWarnings("InfiniteRecursion")
  private static String fall(int depth) {
    return fall(depth + 1) + depth;
  }

  @Test
  void elsewherePollsAndWaitsAreNothing() {
    Workers.poll();
    assertEquals("x", Workers.waiting(() -> "x"));
  }
}

package dev.gloss.server.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TraceHubTest {
  private final TraceHub hub = new TraceHub(2, 4);
  private final BlockingQueue<TraceEvent> seen = new LinkedBlockingQueue<>();

  private RequestTrace begin() {
    return hub.begin(Feature.EXPLAIN, "file:///A.java", null, null);
  }

  private List<TraceEvent> seen(int count) throws InterruptedException {
    List<TraceEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(seen.take());
    }
    return events;
  }

  private static List<String> shapes(List<TraceEvent> events) {
    return events.stream()
        .map(e -> e.request() + ":" + e.seq() + ":" + e.getClass().getSimpleName())
        .toList();
  }

  @Test
  void aReaderGetsTheHistoryAndThenWhatIsNew() throws InterruptedException {
    RequestTrace request = begin();
    request.think("a");
    try (Subscription reader = hub.subscribe(seen::add)) {
      request.answer("b");
      request.end(TraceFinish.STOP, null, TraceCost.NONE);
      assertEquals(List.of("1:0:Begin", "1:1:Think", "1:2:Answer", "1:3:End"), shapes(seen(4)));
    }
  }

  @Test
  void nothingFollowsTheEnd() {
    RequestTrace request = begin();
    request.end(TraceFinish.CANCELLED, null, TraceCost.NONE);
    request.answer("late");
    request.error("late");
    request.end(TraceFinish.STOP, null, TraceCost.NONE);
    assertEquals(List.of("1:0:Begin", "1:1:End"), shapes(hub.history()));
  }

  @Test
  void aLongRequestKeepsItsBeginningAndItsLastEvents() {
    RequestTrace request = begin();
    for (int i = 0; i < 10; i++) {
      request.answer("piece " + i);
    }
    assertEquals(
        List.of("1:0:Begin", "1:1:Gap", "1:7:Answer", "1:8:Answer", "1:9:Answer", "1:10:Answer"),
        shapes(hub.history()));
    assertEquals(6, ((TraceEvent.Gap) hub.history().get(1)).missed());
  }

  @Test
  void finishedRequestsAreForgottenBeforeRunningOnes() {
    RequestTrace running = begin();
    for (int i = 0; i < 3; i++) {
      begin().end(TraceFinish.STOP, null, TraceCost.NONE);
    }
    running.answer("still here");
    assertEquals(List.of("1:0:Begin", "1:1:Answer"), shapes(hub.history("1")));
    assertEquals(List.of(), hub.history("2"));
    assertEquals(List.of("4:0:Begin", "4:1:End"), shapes(hub.history("4")));
  }

  @Test
  void aSlowReaderLosesEventsAndIsToldHowMany() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    RequestTrace request = begin();
    Subscription reader =
        hub.subscribe(
            false,
            3,
            event -> {
              reached.countDown();
              await(go);
              seen.add(event);
            });
    request.answer("0");
    assertTrue(reached.await(10, TimeUnit.SECONDS));
    for (int i = 0; i < 10; i++) {
      request.answer("while it sleeps");
    }
    go.countDown();
    List<TraceEvent> events = seen(5);
    assertEquals(
        List.of("1:1:Answer", "1:2:Answer", "1:3:Answer", "1:4:Answer", "1:5:Gap"), shapes(events));
    assertEquals(7, ((TraceEvent.Gap) events.get(4)).missed());
    request.answer("awake");
    assertEquals(List.of("1:12:Answer"), shapes(seen(1)));
    reader.close();
  }

  @Test
  void aReaderThatFailsHarmsNobody() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    Subscription bad =
        hub.subscribe(
            event -> {
              failed.countDown();
              throw new IllegalStateException("this reader always fails");
            });
    try (Subscription good = hub.subscribe(seen::add)) {
      RequestTrace request = begin();
      assertTrue(failed.await(10, TimeUnit.SECONDS));
      request.answer("a");
      assertEquals(List.of("1:0:Begin", "1:1:Answer"), shapes(seen(2)));
    }
    bad.close();
  }

  @Test
  void manyWritersGiveEachReaderEveryRequestInOrder() throws Exception {
    TraceHub wide = new TraceHub();
    try (Subscription reader = wide.subscribe(seen::add)) {
      List<Thread> writers = new ArrayList<>();
      for (int w = 0; w < 8; w++) {
        writers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      RequestTrace request = wide.begin(Feature.COMPLETE, null, null, null);
                      LongStream.range(0, 98).forEach(i -> request.answer("x"));
                      request.end(TraceFinish.STOP, null, TraceCost.NONE);
                    }));
      }
      for (Thread writer : writers) {
        writer.join();
      }
      List<TraceEvent> events = seen(800);
      for (int request = 1; request <= 8; request++) {
        String name = Integer.toString(request);
        assertEquals(
            LongStream.range(0, 100).boxed().toList(),
            events.stream().filter(e -> e.request().equals(name)).map(TraceEvent::seq).toList());
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

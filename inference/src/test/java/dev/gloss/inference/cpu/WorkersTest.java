package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.testing.Property;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WorkersTest {

  private static void with(int threads, Consumer<Workers> work) {
    try (Arena arena = Arena.ofShared();
        Workers workers = new Workers(new KernelSelection(KernelChoice.SCALAR, threads, arena))) {
      work.accept(workers);
    }
  }

  private static void expectAllOnce(Workers workers, int items) {
    AtomicIntegerArray runs = new AtomicIntegerArray(items);
    workers.run((_, item) -> runs.incrementAndGet(item), items);
    for (int item = 0; item < items; item++) {
      assertEquals(1, runs.get(item), "item " + item + " of " + items);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Thread> alive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gloss-cpu-"))
        .toList();
  }

  @Test
  void everyItemIsRunOnce() {
    for (int threads = 1; threads <= 5; threads++) {
      with(
          threads,
          workers -> {
            for (int items = 0; items < 40; items++) {
              expectAllOnce(workers, items);
            }
          });
    }
  }

  /// Four items that wait for each other can only end if four threads hold one each.
  @Test
  void theItemsAreSharedOutToAllThreads() {
    with(
        4,
        workers -> {
          CountDownLatch together = new CountDownLatch(4);
          Set<Integer> indices = ConcurrentHashMap.newKeySet();
          Set<Thread> threads = ConcurrentHashMap.newKeySet();
          workers.run(
              (worker, _) -> {
                indices.add(worker.index());
                threads.add(Thread.currentThread());
                together.countDown();
                await(together);
              },
              4);
          assertEquals(Set.of(0, 1, 2, 3), indices);
          assertEquals(4, threads.size());
          assertTrue(threads.contains(Thread.currentThread()));
          assertEquals(4, workers.size());
          assertEquals(0, workers.caller().index());
        });
  }

  /// Parked threads are woken: no thread spins any more when the second region begins.
  @Test
  void threadsThatParkedComeBack() {
    with(
        2,
        workers -> {
          expectAllOnce(workers, 2);
          Thread other = alive().getFirst();
          while (other.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          CountDownLatch together = new CountDownLatch(2);
          workers.run(
              (_, _) -> {
                together.countDown();
                await(together);
              },
              2);
        });
  }

  @Test
  void whatAnItemThrowsIsThrownOnceAllOthersAreDone() {
    for (int threads = 1; threads <= 4; threads++) {
      with(
          threads,
          workers -> {
            RuntimeException exception = new IllegalStateException("item 3");
            Error error = new InternalError("a fault");
            for (Throwable thrown : List.of(exception, error)) {
              AtomicIntegerArray runs = new AtomicIntegerArray(20);
              Throwable caught =
                  assertThrows(
                      Throwable.class,
                      () ->
                          workers.run(
                              (_, item) -> {
                                runs.incrementAndGet(item);
                                if (item == 3) {
                                  throwAny(thrown);
                                }
                              },
                              20));
              assertSame(thrown, caught);
              if (workers.size() > 1) {
                assertEquals(1, runs.get(19), "the others are run all the same");
              }
              expectAllOnce(workers, 20);
            }
          });
    }
  }

  private static void throwAny(Throwable thrown) {
    switch (thrown) {
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new AssertionError(thrown);
    }
  }

  /// Regions of any size with failures among them, many thousand in a row.
  @Test
  void anyOrderOfRegionsAndFailuresIsInOrder() {
    Property.forSeeds(
        3,
        random ->
            with(
                random.nextInt(2, 6),
                workers -> {
                  long[] sums = new long[64];
                  for (int region = 0; region < 5000; region++) {
                    int items = random.nextInt(64);
                    int bad = random.nextInt(8) == 0 ? random.nextInt(64) : 64;
                    int number = region;
                    Workers.Task task =
                        (_, item) -> {
                          sums[item] += number;
                          if (item == bad) {
                            throw new IllegalStateException("region " + number);
                          }
                        };
                    long[] expected = sums.clone();
                    for (int item = 0; item < items; item++) {
                      expected[item] += number;
                    }
                    if (bad < items) {
                      var failure =
                          assertThrows(IllegalStateException.class, () -> workers.run(task, items));
                      assertEquals("region " + number, failure.getMessage());
                    } else {
                      workers.run(task, items);
                      assertArrayEquals(expected, sums);
                    }
                  }
                }));
  }

  @Test
  void closingEndsTheThreadsAndThenTheCallerDoesEverything() {
    try (Arena arena = Arena.ofShared()) {
      Workers workers = new Workers(new KernelSelection(KernelChoice.SCALAR, 3, arena));
      expectAllOnce(workers, 10);
      List<Thread> threads = alive();
      assertEquals(2, threads.size());
      workers.close();
      for (Thread thread : threads) {
        assertFalse(thread.isAlive());
      }
      workers.close();
      expectAllOnce(workers, 10);
    }
  }
}

package dev.gloss.inference.schedule;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.backend.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps a loop in its first step until the test is ready, and notes every batch.
final class Hold {
  final List<List<Slice>> batches = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  Hold(LoopFixture fixture) {
    fixture.backend.beforeStep(
        batch -> {
          batches.add(batch);
          begun.countDown();
          await(go);
        });
  }

  void awaitFirstStep() {
    await(begun);
  }

  void release() {
    go.countDown();
  }

  /// Waits, but not for ever.
  static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

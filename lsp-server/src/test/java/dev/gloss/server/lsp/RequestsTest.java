package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.trace.TraceFinish;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private final List<Runnable> waiting = new ArrayList<>();
  private final Cancellation cancellation = new Cancellation();
  private final AtomicInteger begun = new AtomicInteger();

  private CompletableFuture<String> begin() {
    begun.incrementAndGet();
    return CompletableFuture.completedFuture("written");
  }

  @Test
  void whatWaitsBeginsWhenTheWhileIsOver() {
    CompletableFuture<@Nullable String> reply =
        Requests.after(waiting::add, cancellation, this::begin);
    assertFalse(reply.isDone());
    assertEquals(0, begun.get());
    waiting.getFirst().run();
    assertEquals("written", reply.join());
  }

  @Test
  void whatIsTakenBackWhileItWaitsNeverBegins() {
    CompletableFuture<@Nullable String> reply =
        Requests.after(waiting::add, cancellation, this::begin);
    cancellation.cancel(TraceFinish.SUPERSEDED);
    assertNull(reply.join());
    waiting.getFirst().run();
    assertEquals(0, begun.get());
  }
}

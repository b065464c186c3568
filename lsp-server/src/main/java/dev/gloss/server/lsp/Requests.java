package dev.gloss.server.lsp;

import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.LatestWins;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.work.TakenBack;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.work.Work;
import dev.gloss.server.work.Workers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is under way for an editor. Safe for use by many threads.
final class Requests {
  private final Workers workers;
  private final LatestWins latest = new LatestWins();
  private final Set<Cancellation> underWay = ConcurrentHashMap.newKeySet();

  Requests(Workers workers) {
    this.workers = workers;
  }

  /// The newest request for each document.
  LatestWins latest() {
    return latest;
  }

  /// Has a request computed when its turn comes. Cancelling the reply, as LSP4J does for
  /// `$/cancelRequest`, takes the work back.
  ///
  /// @param lane kind and document: of those that are alike one computes at a time
  /// @return the reply; null when the request was taken back before there was one
  <T extends @Nullable Object> CompletableFuture<T> compute(
      Urgency urgency, String lane, Cancellation cancellation, Function<Cancellation, T> work) {
    CompletableFuture<T> reply = enter(cancellation);
    Work<T> piece = workers.submit(urgency, lane, () -> work.apply(cancellation));
    cancellation.onCancel(piece::takeBack);
    piece.result().whenComplete((result, failure) -> settle(reply, result, failure));
    return reply;
  }

  /// Begins after a while, if the request was not taken back until then.
  ///
  /// @param wait zero to begin at once
  /// @return the reply; null when the request was taken back before it began
  static <T extends @Nullable Object> CompletableFuture<@Nullable T> after(
      Duration wait, Cancellation cancellation, Supplier<CompletableFuture<T>> begin) {
    return after(
        wait.isZero()
            ? Runnable::run
            : CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS),
        cancellation,
        begin);
  }

  /// @param waiting runs what it is given when the while is over
  static <T extends @Nullable Object> CompletableFuture<@Nullable T> after(
      Executor waiting, Cancellation cancellation, Supplier<CompletableFuture<T>> begin) {
    CompletableFuture<@Nullable T> reply = new CompletableFuture<>();
    waiting.execute(
        () -> {
          if (cancellation.isCancelled()) {
            reply.complete(null);
            return;
          }
          begin
              .get()
              .whenComplete(
                  (result, failure) -> {
                    if (failure == null) {
                      reply.complete(result);
                    } else {
                      reply.completeExceptionally(failure);
                    }
                  });
        });
    cancellation.onCancel(() -> reply.complete(null));
    return reply;
  }

  /// Does what waits for files, the net or other threads and computes next to nothing, on a thread
  /// of its own. Cancelling the reply takes it back.
  <T extends @Nullable Object> CompletableFuture<T> await(
      String name, Cancellation cancellation, Function<Cancellation, T> work) {
    CompletableFuture<T> reply = enter(cancellation);
    Thread.ofVirtual()
        .name("gloss-" + name)
        .start(
            () -> {
              try {
                reply.complete(work.apply(cancellation));
              } catch (RuntimeException | Error e) {
                reply.completeExceptionally(e);
              }
            });
    return reply;
  }

  /// Takes back all that is under way for this editor.
  void cancelAll() {
    latest.cancelAll();
    underWay.forEach(cancellation -> cancellation.cancel(TraceFinish.CANCELLED));
  }

  private <T extends @Nullable Object> CompletableFuture<T> enter(Cancellation cancellation) {
    CompletableFuture<T> reply = new CompletableFuture<>();
    underWay.add(cancellation);
    reply.whenComplete(
        (result, failure) -> {
          underWay.remove(cancellation);
          if (reply.isCancelled()) {
            cancellation.cancel(TraceFinish.CANCELLED);
          }
        });
    return reply;
  }

  @SuppressWarnings("NullAway") // Every reply of the protocol may be null.
  private static <T extends @Nullable Object> void settle(
      CompletableFuture<T> reply, T result, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause == null) {
      reply.complete(result);
    } else if (cause instanceof TakenBack taken && !taken.isOverBudget()) {
      reply.complete(null);
    } else {
      reply.completeExceptionally(cause);
    }
  }
}

package dev.gloss.server.lsp;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.Role;
import dev.gloss.server.work.Workers;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lets a request wait for a model that is being loaded.
final class ModelWait {
  /// For what a person asked for by a key; longer than that, pressing it again is better.
  static final long ASKED_MILLIS = 5_000;

  /// For a command, which runs until it is done or taken back.
  static final long COMMAND_MILLIS = 60_000;

  private ModelWait() {}

  /// Waits until a model has the role, none will come, the time is over or the request was taken
  /// back.
  static void until(Assistant assistant, Role role, long millis, Cancellation cancellation) {
    CompletableFuture<Void> ready = assistant.ready(role);
    if (ready.isDone() || millis <= 0) {
      return;
    }
    cancellation.onCancel(() -> ready.cancel(false));
    boolean unused = Workers.waiting(() -> await(ready, millis));
  }

  private static boolean await(CompletableFuture<Void> ready, long millis) {
    try {
      ready.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | CancellationException | TimeoutException e) {
      return false;
    }
  }
}

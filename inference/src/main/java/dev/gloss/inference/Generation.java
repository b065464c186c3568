package dev.gloss.inference;

import java.util.concurrent.CompletableFuture;

/// A request that was handed to an engine.
public interface Generation {

  /// Asks the engine to stop at its next step; a no-op when it is over. The listener still gets its
  /// last event.
  void cancel();

  /// Completes with the last event, [GenerationEvent.Finished] or [GenerationEvent.Failed], never
  /// exceptionally. Cancelling the future does not cancel the generation.
  CompletableFuture<GenerationEvent> completion();
}

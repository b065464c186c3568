package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import java.util.concurrent.CompletableFuture;

/// An open engine and how many need it: its roles and its requests. When the last of them lets go
/// it is closed, on a thread of its own.
///
/// Safe for use by many threads.
final class HeldEngine {
  private final Engine engine;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private int holders;

  HeldEngine(Engine engine) {
    this.engine = engine;
  }

  /// An engine that stays open, whoever lets go: somebody else closes it.
  static HeldEngine lent(Engine engine) {
    HeldEngine held = new HeldEngine(engine);
    held.hold();
    return held;
  }

  /// Whether it is this engine that is held.
  boolean holds(Engine other) {
    return engine == other;
  }

  /// Completes when it is closed.
  CompletableFuture<Void> closed() {
    return closed.copy();
  }

  /// One more needs it.
  ///
  /// @throws IllegalStateException if everybody has let go of it already
  synchronized void hold() {
    if (holders < 0) {
      throw new IllegalStateException("the engine is closed");
    }
    holders++;
  }

  /// One less needs it.
  void letGo() {
    synchronized (this) {
      holders--;
      if (holders > 0) {
        return;
      }
      holders = -1;
    }
    Thread.ofPlatform().daemon().name("gloss-close").start(this::close);
  }

  private void close() {
    try {
      engine.close();
      closed.complete(null);
    } catch (RuntimeException | Error e) {
      closed.completeExceptionally(e);
    }
  }
}

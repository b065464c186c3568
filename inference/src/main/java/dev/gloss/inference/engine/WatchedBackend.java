package dev.gloss.inference.engine;

import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.backend.StepResult;
import dev.gloss.inference.model.DecoderModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A backend whose files are watched, the model's and its own: a step after they were changed fails
/// with a message instead of computing with whatever is there now.
///
/// Used by one thread, as every backend.
final class WatchedBackend implements Backend {
  /// Looking at a file takes some microseconds, a step of a small model not many more.
  private static final long PAUSE_NANOS = 100_000_000;

  private final Backend backend;
  private final DecoderModel model;
  private long lastLookNanos = System.nanoTime() - PAUSE_NANOS;

  /// @param model what the backend runs
  WatchedBackend(Backend backend, DecoderModel model) {
    this.backend = backend;
    this.model = model;
  }

  @Override
  public StepResult step(List<Slice> batch) {
    return watched(() -> backend.step(batch));
  }

  @Override
  public @Nullable StepResult step(List<Slice> batch, BooleanSupplier unwanted) {
    return watched(() -> backend.step(batch, unwanted));
  }

  @Override
  public StepResult draft(List<DraftSlice> drafts) {
    return watched(() -> backend.draft(drafts));
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public int pages() {
    return backend.pages();
  }

  @Override
  public int pageTokens() {
    return backend.pageTokens();
  }

  @Override
  public int cacheBytesPerToken() {
    return backend.cacheBytesPerToken();
  }

  @Override
  public int maxBatchRows() {
    return backend.maxBatchRows();
  }

  @Override
  public CompletableFuture<Void> warm() {
    return backend.warm();
  }

  @Override
  public CompletableFuture<Void> settled() {
    return backend.settled();
  }

  @Override
  public void requireUnchanged() {
    model.requireUnchanged();
    backend.requireUnchanged();
  }

  @Override
  public void copyPage(int from, int to, int tokens) {
    backend.copyPage(from, to, tokens);
  }

  @Override
  public Map<StepPart, Duration> times() {
    return backend.times();
  }

  @Override
  public void close() {
    backend.close();
  }

  private <T extends @Nullable StepResult> T watched(Supplier<T> step) {
    long now = System.nanoTime();
    if (now - lastLookNanos >= PAUSE_NANOS) {
      requireUnchanged();
      lastLookNanos = now;
    }
    try {
      return step.get();
    } catch (InternalError e) {
      // What the virtual machine throws where a mapped file ends too soon.
      requireUnchanged();
      throw e;
    }
  }
}

package dev.gloss.inference.backend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Runs the whole model for rows of many sequences and keeps their latent cache.
///
/// What a row yields depends on the tokens before it and on nothing else: not on the other slices
/// of a batch, the size of slices, drafts that were rejected, reused pages or the number of
/// threads.
///
/// Pages hold the cache of [#pageTokens()] consecutive positions over all layers, the Multi-Token
/// Prediction module's included. Their numbers are handed out by somebody else; a page's content is
/// what was last written to it.
///
/// All calls come from one thread at a time, where nothing else is said.
public interface Backend extends AutoCloseable {

  /// `cpu` or `gpu`.
  String name();

  /// Number of pages: page numbers are `0..pages() - 1`.
  int pages();

  /// Positions a page holds.
  int pageTokens();

  /// Bytes of cache one token takes over all layers.
  int cacheBytesPerToken();

  /// Most rows one step may have, over all its slices.
  int maxBatchRows();

  /// Completes when steps are as fast as they get: code compiled, memory touched. Steps may be run
  /// before, with the same results. Completes also when the backend is closed.
  default CompletableFuture<Void> warm() {
    return CompletableFuture.completedFuture(null);
  }

  /// Completes when nothing is done beside steps any more: warm, and whatever the backend does for
  /// later openings is done. Completes also when the backend is closed.
  default CompletableFuture<Void> settled() {
    return warm();
  }

  /// Checks that files of its own which the backend has mapped are what they were.
  ///
  /// @throws dev.gloss.inference.ModelException if one was changed; the message names it
  default void requireUnchanged() {}

  /// Runs the slices through the main model, which writes their positions' cache entries.
  ///
  /// Two slices of one batch must not share a page that either writes.
  ///
  /// @throws IllegalArgumentException if the batch is empty or has too many rows, or a slice's
  ///   numbers are out of range
  StepResult step(List<Slice> batch);

  /// The same, given up between two layers as soon as nobody wants it any more: then what it has
  /// written is not to be read, and is written again by whoever runs these positions.
  ///
  /// @param unwanted whether it is to be given up; asked a few times by this thread
  /// @return null if it was given up
  default @Nullable StepResult step(List<Slice> batch, BooleanSupplier unwanted) {
    return step(batch);
  }

  /// Runs the Multi-Token Prediction module over rows of the last [#step]; a `slice` index of the
  /// result is an index into `drafts`, and only row 0 exists, for slices that want logits.
  ///
  /// @throws IllegalStateException if the model has no such module or there was no step
  StepResult draft(List<DraftSlice> drafts);

  /// Copies the first `tokens` positions of one page to another, over all layers.
  void copyPage(int from, int to, int tokens);

  /// How long the backend has spent on each part of its steps and drafts so far; empty if it does
  /// not know. Any thread may ask.
  Map<StepPart, Duration> times();

  /// Frees the cache and whatever else the backend allocated; the model stays open.
  @Override
  void close();
}

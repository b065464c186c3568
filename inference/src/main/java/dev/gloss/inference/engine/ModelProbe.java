package dev.gloss.inference.engine;

import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.backend.StepResult;
import dev.gloss.inference.cache.Contents;
import dev.gloss.inference.cache.PageCache;
import dev.gloss.inference.cache.PageTable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Runs given tokens through a model from the first on and hands out raw logits.
///
/// Reuses nothing and leaves nothing in the cache. For looking at a model, not for generating.
final class ModelProbe {
  /// Rows of a step whose logits are all wanted: a vocabulary's worth of numbers each.
  private static final int SCORED_ROWS = 32;

  private final Backend backend;
  private final PageCache cache;

  ModelProbe(Backend backend, PageCache cache) {
    this.backend = backend;
    this.cache = cache;
  }

  /// The logits of every position, or of the last one only.
  List<float[]> logits(int[] ids, boolean all) {
    List<float[]> rows = new ArrayList<>();
    inFreshPages(
        ids.length,
        Contents.MAIN,
        table ->
            forEachChunk(
                ids.length,
                (start, count, last) -> {
                  int wanted = all ? count : last ? 1 : 0;
                  Slice slice = new Slice(ids, start, count, table.pages(), wanted);
                  addRows(backend.step(List.of(slice)), wanted, rows);
                }));
    return rows;
  }

  /// For each token from one on `-ln p`, where `p` is its probability after those before it.
  ///
  /// @param from at least 1
  double[] negativeLogLikelihoods(int[] ids, int from) {
    double[] nll = new double[ids.length - from];
    inFreshPages(
        ids.length,
        Contents.MAIN,
        table -> {
          int unscored = from - 1;
          forEachChunk(
              unscored,
              (start, count, last) ->
                  backend.step(List.of(new Slice(ids, start, count, table.pages(), 0))));
          for (int start = 0; start < nll.length; start += SCORED_ROWS) {
            int count = Math.min(SCORED_ROWS, nll.length - start);
            StepResult result =
                backend.step(
                    List.of(new Slice(ids, unscored + start, count, table.pages(), count)));
            for (int row = 0; row < count; row++) {
              int token = ids[unscored + start + row + 1];
              nll[start + row] = negativeLogLikelihood(result.logits(0, row), token);
            }
          }
        });
    return nll;
  }

  private static double negativeLogLikelihood(MemorySegment segment, int token) {
    float[] logits = segment.toArray(ValueLayout.JAVA_FLOAT);
    float max = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    return Math.log(sum) - (logits[token] - max);
  }

  /// The Multi-Token Prediction module's logits of the last index, where index `i` is given
  /// `nextIds[i]` as the token after `ids[i]`.
  float[] mtpLogits(int[] ids, int[] nextIds) {
    // The module reads token `i + 1` of what it is given at index `i`.
    int[] shifted = new int[ids.length + 1];
    System.arraycopy(nextIds, 0, shifted, 1, ids.length);
    List<float[]> rows = new ArrayList<>();
    inFreshPages(
        ids.length,
        Contents.MAIN_AND_MTP,
        table ->
            forEachChunk(
                ids.length,
                (start, count, last) -> {
                  backend.step(List.of(new Slice(ids, start, count, table.pages(), 0)));
                  DraftSlice draft = new DraftSlice(0, count, shifted, table.pages(), last);
                  addRows(backend.draft(List.of(draft)), last ? 1 : 0, rows);
                }));
    return rows.getLast();
  }

  @FunctionalInterface
  private interface Chunk {
    void run(int start, int count, boolean last);
  }

  private void forEachChunk(int length, Chunk chunk) {
    for (int start = 0; start < length; start += backend.maxBatchRows()) {
      int count = Math.min(backend.maxBatchRows(), length - start);
      chunk.run(start, count, start + count == length);
    }
  }

  private static void addRows(StepResult result, int count, List<float[]> rows) {
    for (int row = 0; row < count; row++) {
      rows.add(result.logits(0, row).toArray(ValueLayout.JAVA_FLOAT));
    }
  }

  private void inFreshPages(int positions, Contents contents, Consumer<PageTable> work) {
    PageTable table = cache.openEmpty(positions, contents);
    try {
      if (!cache.grow(table, positions)) {
        throw new IllegalStateException(
            "requests under way leave no room in the cache for %d tokens, it holds %d"
                .formatted(positions, cache.capacityTokens()));
      }
      work.accept(table);
    } finally {
      cache.discard(table);
    }
  }
}

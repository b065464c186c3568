package dev.gloss.inference.cpu;

import static dev.gloss.inference.cpu.AttentionBuffers.CHUNK_TOKENS;
import static dev.gloss.inference.cpu.AttentionBuffers.PARTIALS;
import static dev.gloss.inference.cpu.KeyValueCache.PAGE_TOKENS;

import dev.gloss.inference.cpu.PageLayout.Latents;
import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import dev.gloss.inference.model.LatentAttentionSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The sum of cached latents, weighted by the softmax of their scores, for each row and head.
///
/// The keys of a row are cut at fixed positions into chunks of [AttentionBuffers#CHUNK_TOKENS],
/// each with a softmax of its own, and the chunks' sums are merged in order. So the numbers depend
/// on the row's position alone, and with few rows different threads can take a row's chunks: all
/// rows' at once where their sums fit the memory for them, else, where there are enough of them,
/// those of a row in waves.
final class LatentSoftmax {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final LatentAttentionSpec spec;
  private final Workers workers;
  private final LatentBuffers buffers;
  private final KeyValueCache cache;
  private final PageMatrix latents;
  private final int layer;
  private final int heads;
  private final int lanes;
  private final int rank;
  private final long headBytes;
  private final long sumDistance;
  private final long sumsOffset;

  private final Workers.Task wholeRow = this::wholeRow;
  private final Workers.Task oneChunk = this::oneChunk;
  private final Workers.Task oneOfWave = this::oneOfWave;
  private StepRows rows = new StepRows(0);
  private int waveRow;
  private int waveStart;

  LatentSoftmax(Resources resources, LatentBuffers buffers, KeyValueCache cache, int layer) {
    this.spec = buffers.spec();
    this.workers = resources.workers();
    this.buffers = buffers;
    this.cache = cache;
    this.latents = Latents.of(spec, cache.layout().type()).latents();
    this.layer = layer;
    this.heads = spec.numAttentionHeads();
    this.lanes = LatentBuffers.headLanes(spec);
    this.rank = spec.kvLoraRank();
    this.headBytes = (long) Rows.padded(rank) * Float.BYTES;
    this.sumDistance = (long) lanes * Float.BYTES;
    this.sumsOffset = 2L * lanes * Float.BYTES;
  }

  /// `queryLanes → mixedLatent`, for all rows.
  void run(StepRows stepRows) {
    rows = stepRows;
    int chunks = 0;
    int fewest = Integer.MAX_VALUE;
    for (int row = 0; row < rows.count(); row++) {
      chunks += chunks(row);
      fewest = Math.min(fewest, chunks(row));
    }
    if (chunks > PARTIALS) {
      boolean threadsIdle = rows.count() < 2 * workers.size();
      if (threadsIdle && Grain.worthWaves(fewest, workers.size())) {
        for (int row = 0; row < rows.count(); row++) {
          runInWaves(row);
        }
      } else {
        workers.run(wholeRow, rows.count());
      }
      return;
    }
    workers.run(oneChunk, chunks);
    int first = 0;
    for (int row = 0; row < rows.count(); row++) {
      for (int chunk = 1; chunk < chunks(row); chunk++) {
        merge(workers.caller().kernels(), first, first + chunk);
      }
      finish(first, row);
      first += chunks(row);
    }
  }

  private int chunks(int row) {
    return rows.position(row) / CHUNK_TOKENS + 1;
  }

  private void wholeRow(Worker worker, int row) {
    int running = PARTIALS + 2 * worker.index();
    int next = running + 1;
    attend(worker, row, 0, running);
    for (int chunk = 1; chunk < chunks(row); chunk++) {
      attend(worker, row, chunk, next);
      merge(worker.kernels(), running, next);
    }
    finish(running, row);
  }

  private void oneChunk(Worker worker, int item) {
    int row = 0;
    int chunk = item;
    while (chunk >= chunks(row)) {
      chunk -= chunks(row++);
    }
    attend(worker, row, chunk, item);
  }

  /// Attends to the chunks of a row by all threads, so many at a time as there is memory for.
  private void runInWaves(int row) {
    waveRow = row;
    for (waveStart = 0; waveStart < chunks(row); waveStart += PARTIALS) {
      int count = Math.min(PARTIALS, chunks(row) - waveStart);
      workers.run(oneOfWave, count);
      for (int item = waveStart == 0 ? 1 : 0; item < count; item++) {
        merge(workers.caller().kernels(), waveRunning(), item);
      }
    }
    finish(waveRunning(), row);
  }

  private void oneOfWave(Worker worker, int item) {
    int chunk = waveStart + item;
    attend(worker, waveRow, chunk, chunk == 0 ? waveRunning() : item);
  }

  /// Where the result of a row's waves is.
  private static int waveRunning() {
    return PARTIALS;
  }

  /// Computes maximum, sum of exponentials and weighted sum of one chunk.
  private void attend(Worker worker, int row, int chunk, int partial) {
    Kernels kernels = worker.kernels();
    int first = chunk * CHUNK_TOKENS;
    int count = Math.min(CHUNK_TOKENS, rows.position(row) + 1 - first);
    int[] pages = rows.pages(row);
    Rows query = buffers.queryLanes();
    MemorySegment scores = buffers.scores().segment();
    long scoresOffset = buffers.scores().offset(worker.index());
    MemorySegment partials = buffers.partials().segment();
    long statistics = buffers.partials().offset(partial);
    long pageScoreBytes = (long) PAGE_TOKENS * lanes * Float.BYTES;
    for (int key = 0; key < count; key += PAGE_TOKENS) {
      kernels.scores(
          query.segment(),
          query.offset(row),
          heads,
          lanes,
          spec.cacheWidth(),
          cache.numbers(),
          cache.read(worker, latents, cache.pageOffset(pages, first + key, layer)),
          latents.strideBytes(),
          Math.min(PAGE_TOKENS, count - key),
          scores,
          scoresOffset + key / PAGE_TOKENS * pageScoreBytes);
    }
    kernels.softmax(scores, scoresOffset, heads, lanes, count, partials, statistics);
    for (long at = 0; at < heads * headBytes; at += Float.BYTES) {
      partials.set(FLOAT, statistics + sumsOffset + at, 0);
    }
    for (int key = 0; key < count; key += PAGE_TOKENS) {
      kernels.addValues(
          scores,
          scoresOffset + key / PAGE_TOKENS * pageScoreBytes,
          heads,
          lanes,
          cache.numbers(),
          cache.read(worker, latents, cache.pageOffset(pages, first + key, layer)),
          latents.strideBytes(),
          Math.min(PAGE_TOKENS, count - key),
          rank,
          partials,
          statistics + sumsOffset,
          headBytes);
    }
  }

  /// Merges a chunk into the running result of the chunks before it.
  private void merge(Kernels kernels, int running, int next) {
    MemorySegment partials = buffers.partials().segment();
    long to = buffers.partials().offset(running);
    long from = buffers.partials().offset(next);
    for (int head = 0; head < heads; head++) {
      long at = (long) head * Float.BYTES;
      long values = valuesDistance(head);
      SoftmaxPartials.merge(kernels, partials, to + at, from + at, sumDistance, values, rank);
    }
  }

  /// Divides by the sum of exponentials.
  private void finish(int partial, int row) {
    MemorySegment partials = buffers.partials().segment();
    long from = buffers.partials().offset(partial);
    Rows mixed = buffers.mixedLatent();
    for (int head = 0; head < heads; head++) {
      SoftmaxPartials.finish(
          partials,
          from + (long) head * Float.BYTES,
          sumDistance,
          valuesDistance(head),
          rank,
          mixed.segment(),
          mixed.offset(row) + head * headBytes);
    }
  }

  /// Bytes from a head's maximum to its sum of values.
  private long valuesDistance(int head) {
    return sumsOffset + head * (headBytes - Float.BYTES);
  }
}

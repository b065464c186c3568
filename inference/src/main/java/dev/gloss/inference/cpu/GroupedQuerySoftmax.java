package dev.gloss.inference.cpu;

import static dev.gloss.inference.cpu.AttentionBuffers.CHUNK_TOKENS;
import static dev.gloss.inference.cpu.AttentionBuffers.PARTIALS;
import static dev.gloss.inference.cpu.GroupedQueryBuffers.PARTIAL_CHUNKS;
import static dev.gloss.inference.cpu.GroupedQueryBuffers.SUMS_COLUMN;
import static dev.gloss.inference.cpu.KeyValueCache.PAGE_TOKENS;

import dev.gloss.inference.cpu.PageLayout.KeysAndValues;
import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The sum of cached values, weighted by the softmax of the scores of their keys, for each row and
/// head.
///
/// The keys of a row are cut at fixed positions into chunks of [AttentionBuffers#CHUNK_TOKENS],
/// each with a softmax of its own, and the chunks' sums are merged in order, as in [LatentSoftmax].
/// A thread takes a *block*: some successive rows of a sequence with the heads that share a key.
/// What it computes for a row does not depend on the others of the block: pages that not all of
/// them see whole are added for each by itself. With few rows, different threads take a row's
/// chunks: those of all rows at once where their sums fit the memory for them, else, where there
/// are enough of them, those of a row and key-value head in waves.
final class GroupedQuerySoftmax {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final long SUM_DISTANCE = Float.BYTES;
  private static final long VALUES_DISTANCE = (long) SUMS_COLUMN * Float.BYTES;

  private final Workers workers;
  private final GroupedQueryBuffers buffers;
  private final KeyValueCache cache;
  private final KeysAndValues layout;
  private final int layer;
  private final int keyValueHeads;
  private final int group;
  private final int headDim;
  private final float[] zeros;
  private final int maxRows;
  private final int blockRows;
  private final int blockQueries;

  private final int[] blockStarts; // by block its first row, and the end of the last
  private int blocks;
  private final Workers.Task wholeBlock = this::wholeBlock;
  private final Workers.Task oneChunk = this::oneChunk;
  private final Workers.Task oneOfWave = this::oneOfWave;
  private StepRows rows = new StepRows(0);
  private int waveRow;
  private int waveHead;
  private int waveStart;

  GroupedQuerySoftmax(
      Resources resources, GroupedQueryBuffers buffers, KeyValueCache cache, int layer) {
    GroupedQueryAttentionSpec spec = buffers.spec();
    this.workers = resources.workers();
    this.buffers = buffers;
    this.cache = cache;
    this.layout = KeysAndValues.of(spec, cache.layout().type());
    this.layer = layer;
    this.keyValueHeads = spec.numKeyValueHeads();
    this.group = spec.headsPerKeyValueHead();
    this.headDim = spec.headDim();
    this.zeros = new float[headDim];
    this.maxRows = resources.maxRows();
    this.blockRows = GroupedQueryBuffers.blockRows(spec);
    this.blockQueries = GroupedQueryBuffers.blockQueries(spec);
    this.blockStarts = new int[maxRows + 1];
  }

  /// Where among the rotated queries that of a row and head is expected.
  int queryRow(int row, int head) {
    return (head / group * maxRows + row) * group + head % group;
  }

  /// `rotatedQuery → mixed`, for all rows.
  void run(StepRows stepRows) {
    rows = stepRows;
    cutIntoBlocks();
    int chunks = 0;
    int fewest = Integer.MAX_VALUE;
    for (int row = 0; row < rows.count(); row++) {
      chunks += chunks(row) * keyValueHeads;
      fewest = Math.min(fewest, chunks(row));
    }
    boolean threadsIdle = blocks * keyValueHeads < 2 * workers.size();
    boolean fits = chunks <= PARTIAL_CHUNKS;
    if (!threadsIdle || !fits && !Grain.worthWaves(fewest, workers.size())) {
      workers.run(wholeBlock, blocks * keyValueHeads);
      return;
    }
    if (!fits) {
      for (int row = 0; row < rows.count(); row++) {
        for (int head = 0; head < keyValueHeads; head++) {
          runInWaves(row, head);
        }
      }
      return;
    }
    workers.run(oneChunk, chunks);
    int first = 0;
    for (int row = 0; row < rows.count(); row++) {
      for (int head = 0; head < keyValueHeads; head++) {
        for (int chunk = 1; chunk < chunks(row); chunk++) {
          merge(workers.caller(), first * group, (first + chunk) * group, group);
        }
        finish(head, row, first * group, 1);
        first += chunks(row);
      }
    }
  }

  private void cutIntoBlocks() {
    blocks = 0;
    for (int row = 0; row < rows.count(); row++) {
      if (row == 0 || !continuesBlock(row)) {
        blockStarts[blocks++] = row;
      }
    }
    blockStarts[blocks] = rows.count();
  }

  private boolean continuesBlock(int row) {
    return row - blockStarts[blocks - 1] < blockRows
        && rows.pages(row) == rows.pages(row - 1)
        && rows.position(row) == rows.position(row - 1) + 1;
  }

  private int chunks(int row) {
    return rows.position(row) / CHUNK_TOKENS + 1;
  }

  private void wholeBlock(Worker worker, int item) {
    int head = item % keyValueHeads;
    int row = blockStarts[item / keyValueHeads];
    int end = blockStarts[item / keyValueHeads + 1];
    int running = PARTIAL_CHUNKS * group + 2 * worker.index() * blockQueries;
    int next = running + blockQueries;
    attend(worker, head, row, end, 0, running);
    for (int chunk = 1; chunk < chunks(end - 1); chunk++) {
      int reaching = row;
      while (chunks(reaching) <= chunk) {
        reaching++;
      }
      attend(worker, head, reaching, end, chunk, next);
      merge(worker, running + (reaching - row) * group, next, (end - reaching) * group);
    }
    finish(head, row, running, end - row);
  }

  private void oneChunk(Worker worker, int item) {
    int row = 0;
    int chunk = item;
    while (chunk >= chunks(row) * keyValueHeads) {
      chunk -= chunks(row++) * keyValueHeads;
    }
    attend(worker, chunk / chunks(row), row, row + 1, chunk % chunks(row), item * group);
  }

  /// Attends to the chunks of a row by all threads, so many at a time as there is memory for.
  private void runInWaves(int row, int head) {
    waveRow = row;
    waveHead = head;
    for (waveStart = 0; waveStart < chunks(row); waveStart += PARTIALS) {
      int count = Math.min(PARTIALS, chunks(row) - waveStart);
      workers.run(oneOfWave, count);
      for (int item = waveStart == 0 ? 1 : 0; item < count; item++) {
        merge(workers.caller(), waveRunning(), item * group, group);
      }
    }
    finish(head, row, waveRunning(), 1);
  }

  private void oneOfWave(Worker worker, int item) {
    int chunk = waveStart + item;
    int partial = chunk == 0 ? waveRunning() : item * group;
    attend(worker, waveHead, waveRow, waveRow + 1, chunk, partial);
  }

  /// Where the result of a row's waves is.
  private int waveRunning() {
    return PARTIAL_CHUNKS * group;
  }

  /// Computes maximum, sum of exponentials and weighted sum of one chunk for the queries of some
  /// successive rows, all of which reach into it.
  private void attend(Worker worker, int head, int row, int end, int chunk, int partial) {
    PageKernels kernels = worker.kernels().pages();
    int queries = (end - row) * group;
    int first = chunk * CHUNK_TOKENS;
    int keys = Math.min(CHUNK_TOKENS, rows.position(end - 1) + 1 - first);
    int[] pages = rows.pages(row);
    Rows query = buffers.rotatedQuery();
    Rows scores = buffers.scores();
    Rows partials = buffers.partials();
    int scoreRow = worker.index() * blockQueries;
    for (int key = 0; key < keys; key += PAGE_TOKENS) {
      kernels.scorePage(
          query.segment(),
          query.offset(queryRow(row, head * group)),
          query.strideBytes(),
          queries,
          headDim,
          cache.numbers(),
          cache.read(
              worker,
              layout.keys(),
              cache.pageOffset(pages, first + key, layer) + layout.keysOffset(head)),
          scores.segment(),
          scores.offset(scoreRow) + (long) key * Float.BYTES,
          scores.strideBytes());
    }
    for (int i = 0; i < queries; i++) {
      int count = keysOf(row + i / group, first);
      long at = partials.offset(partial + i);
      kernels.exponentials(
          scores.segment(), scores.offset(scoreRow + i), count, partials.segment(), at);
      MemorySegment.copy(zeros, 0, partials.segment(), FLOAT, at + VALUES_DISTANCE, headDim);
    }
    for (int key = 0; key < keys; key += PAGE_TOKENS) {
      long stored = cache.pageOffset(pages, first + key, layer) + layout.valuesOffset(head);
      long values = cache.read(worker, layout.values(), stored);
      int whole = row;
      for (; whole < end && keysOf(whole, first) < key + PAGE_TOKENS; whole++) {
        int part = keysOf(whole, first) - key;
        if (part > 0) {
          addValues(kernels, scoreRow, partial, (whole - row) * group, group, key, values, part);
        }
      }
      int others = (end - whole) * group;
      if (others > 0) {
        int from = (whole - row) * group;
        addValues(kernels, scoreRow, partial, from, others, key, values, PAGE_TOKENS);
      }
    }
  }

  /// Keys of a chunk that a row sees.
  private int keysOf(int row, int first) {
    return Math.min(CHUNK_TOKENS, rows.position(row) + 1 - first);
  }

  private void addValues(
      PageKernels kernels,
      int scoreRow,
      int partial,
      int firstQuery,
      int queries,
      int key,
      long values,
      int keyCount) {
    Rows scores = buffers.scores();
    Rows partials = buffers.partials();
    kernels.addWeighted(
        scores.segment(),
        scores.offset(scoreRow + firstQuery) + (long) key * Float.BYTES,
        scores.strideBytes(),
        queries,
        cache.numbers(),
        values,
        layout.values().strideBytes(),
        keyCount,
        headDim,
        partials.segment(),
        partials.offset(partial + firstQuery) + VALUES_DISTANCE,
        partials.strideBytes());
  }

  /// Merges a chunk into the running result of the chunks before it, for some queries.
  private void merge(Worker worker, int running, int next, int queries) {
    Rows partials = buffers.partials();
    for (int i = 0; i < queries; i++) {
      SoftmaxPartials.merge(
          worker.kernels(),
          partials.segment(),
          partials.offset(running + i),
          partials.offset(next + i),
          SUM_DISTANCE,
          VALUES_DISTANCE,
          headDim);
    }
  }

  /// Divides by the sum of exponentials, for some rows.
  private void finish(int head, int row, int partial, int rowCount) {
    Rows partials = buffers.partials();
    Rows mixed = buffers.mixed();
    long headBytes = (long) headDim * Float.BYTES;
    for (int i = 0; i < rowCount * group; i++) {
      SoftmaxPartials.finish(
          partials.segment(),
          partials.offset(partial + i),
          SUM_DISTANCE,
          VALUES_DISTANCE,
          headDim,
          mixed.segment(),
          mixed.offset(row + i / group) + (head * group + i % group) * headBytes);
    }
  }
}

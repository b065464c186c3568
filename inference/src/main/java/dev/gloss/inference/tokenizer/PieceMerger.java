package dev.gloss.inference.tokenizer;

/// Merges the bytes of one piece into tokens: again and again the pair of lowest rank, of equals
/// the leftmost one.
///
/// Holds the working memory of one call. Not safe for use by several threads.
final class PieceMerger {
  /// Up to this many symbols a scan for the best pair is faster than a queue.
  private static final int SCAN_LIMIT = 48;

  private final MergeTable merges;
  private final int scanLimit;

  private int[] ids = new int[64];

  /// The merge of each symbol with the one after it.
  private long[] merge = new long[64];

  private int[] previous = new int[0];
  private int[] next = new int[0];
  private final MergeQueue queue = new MergeQueue();
  private long steps;

  PieceMerger(MergeTable merges) {
    this(merges, SCAN_LIMIT);
  }

  /// @param scanLimit up to how many symbols to scan; the result does not depend on it
  PieceMerger(MergeTable merges, int scanLimit) {
    this.merges = merges;
    this.scanLimit = scanLimit;
  }

  /// How many pairs were looked at since this merger was made, for tests of its cost.
  long steps() {
    return steps + queue.steps();
  }

  /// Merges the symbols whose ids `idOfByte` gives and appends the tokens to `out`. Bytes without a
  /// token are left out.
  void merge(byte[] bytes, int from, int to, int[] idOfByte, IntList out) {
    int count = load(bytes, from, to, idOfByte);
    if (count <= scanLimit) {
      count = mergeByScan(count);
      for (int i = 0; i < count; i++) {
        out.add(ids[i]);
      }
    } else {
      mergeByQueue(count);
      for (int i = 0; i >= 0; i = next[i]) {
        out.add(ids[i]);
      }
    }
  }

  private int load(byte[] bytes, int from, int to, int[] idOfByte) {
    if (to - from > ids.length) {
      int capacity = Math.max(to - from, ids.length * 2);
      ids = new int[capacity];
      merge = new long[capacity];
    }
    int count = 0;
    for (int i = from; i < to; i++) {
      int id = idOfByte[bytes[i] & 0xFF];
      if (id >= 0) {
        ids[count++] = id;
      }
    }
    for (int i = 0; i + 1 < count; i++) {
      merge[i] = merges.find(ids[i], ids[i + 1]);
    }
    if (count > 0) {
      merge[count - 1] = MergeTable.NONE;
    }
    return count;
  }

  private int mergeByScan(int symbols) {
    int count = symbols;
    while (count > 1) {
      int best = 0;
      for (int i = 1; i < count; i++) {
        if (merge[i] < merge[best]) {
          best = i;
        }
      }
      steps += count;
      if (merge[best] == MergeTable.NONE) {
        break;
      }
      ids[best] = (int) merge[best];
      count--;
      System.arraycopy(ids, best + 2, ids, best + 1, count - best - 1);
      System.arraycopy(merge, best + 1, merge, best, count - best);
      if (best > 0) {
        merge[best - 1] = merges.find(ids[best - 1], ids[best]);
      }
      merge[best] = best + 1 < count ? merges.find(ids[best], ids[best + 1]) : MergeTable.NONE;
    }
    return count;
  }

  private void mergeByQueue(int count) {
    link(count);
    queue.clear();
    for (int i = 0; i < count; i++) {
      offer(i);
    }
    while (!queue.isEmpty()) {
      long entry = queue.poll();
      int at = (int) entry;
      // A pair that has changed since it was queued has another rank: ranks are unique to pairs.
      if (merge[at] == MergeTable.NONE || merge[at] >>> 32 != entry >>> 32) {
        continue;
      }
      int gone = next[at];
      ids[at] = (int) merge[at];
      merge[gone] = MergeTable.NONE;
      next[at] = next[gone];
      if (next[at] >= 0) {
        previous[next[at]] = at;
        merge[at] = merges.find(ids[at], ids[next[at]]);
        offer(at);
      } else {
        merge[at] = MergeTable.NONE;
      }
      if (previous[at] >= 0) {
        merge[previous[at]] = merges.find(ids[previous[at]], ids[at]);
        offer(previous[at]);
      }
    }
  }

  private void link(int count) {
    if (next.length < count) {
      next = new int[ids.length];
      previous = new int[ids.length];
    }
    for (int i = 0; i < count; i++) {
      previous[i] = i - 1;
      next[i] = i + 1 < count ? i + 1 : -1;
    }
  }

  private void offer(int at) {
    if (merge[at] != MergeTable.NONE) {
      queue.add(merge[at] >>> 32 << 32 | at);
    }
  }
}

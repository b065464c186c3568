package dev.gloss.inference.tokenizer;

import java.util.Arrays;

/// Which two neighbouring tokens become one, and how soon: an open hash from a pair of ids to the
/// merge's rank and the merged id. Immutable once built.
final class MergeTable {
  /// What [#find] answers for a pair that does not merge; greater than every merge.
  static final long NONE = Long.MAX_VALUE;

  private static final long EMPTY = -1;

  /// Key and value of a slot side by side, so that a look-up touches one cache line.
  private final long[] slots;

  private final int shift;

  /// @param merges how many pairs will be put
  MergeTable(int merges) {
    int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, merges)) * 4);
    slots = new long[2 * capacity];
    Arrays.fill(slots, EMPTY);
    shift = 64 - Integer.numberOfTrailingZeros(capacity);
  }

  /// Enters a merge; a pair that is there already gets the new rank, as in the reference.
  void put(int left, int right, int rank, int merged) {
    long key = key(left, right);
    int slot = slot(key);
    while (slots[slot] != EMPTY && slots[slot] != key) {
      slot = next(slot);
    }
    slots[slot] = key;
    slots[slot + 1] = (long) rank << 32 | merged;
  }

  /// The merge of this pair as `rank << 32 | merged id`, so that the smaller value is the sooner
  /// merge, or [#NONE].
  long find(int left, int right) {
    long key = key(left, right);
    for (int slot = slot(key); ; slot = next(slot)) {
      long found = slots[slot];
      if (found == key) {
        return slots[slot + 1];
      }
      if (found == EMPTY) {
        return NONE;
      }
    }
  }

  private static long key(int left, int right) {
    return (long) left << 32 | right;
  }

  private int slot(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> shift) << 1;
  }

  private int next(int slot) {
    return (slot + 2) & (slots.length - 1);
  }
}

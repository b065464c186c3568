package dev.gloss.inference.cpu;

import java.util.Arrays;

/// The rows of one step: which tokens they are, where in their sequences they stand, and where
/// their cache entries go. Filled anew for every step, by the thread that calls it.
final class StepRows {
  private final int[] tokenIds;
  private final int[] positions;
  private final int[][] pages;
  private int count;

  /// @param capacity most rows of a step
  StepRows(int capacity) {
    tokenIds = new int[capacity];
    positions = new int[capacity];
    pages = new int[capacity][];
  }

  /// Forgets all rows.
  void clear() {
    Arrays.fill(pages, 0, count, NO_PAGES);
    count = 0;
  }

  private static final int[] NO_PAGES = {};

  /// Adds a row.
  ///
  /// @param pageTable of its sequence, kept until the rows are cleared
  void add(int tokenId, int position, int[] pageTable) {
    tokenIds[count] = tokenId;
    positions[count] = position;
    pages[count] = pageTable;
    count++;
  }

  /// Number of rows.
  int count() {
    return count;
  }

  /// The token of a row.
  int tokenId(int row) {
    return tokenIds[row];
  }

  /// The position of a row in its sequence.
  int position(int row) {
    return positions[row];
  }

  /// The page table of a row's sequence.
  int[] pages(int row) {
    return pages[row];
  }
}

package dev.gloss.inference.cpu;

/// How work is cut into items: large enough that claiming one costs nothing, small enough that all
/// threads end together. Results do not depend on it.
final class Grain {
  /// Rows of activations that one item takes.
  static final int BLOCK_ROWS = 256;

  /// Rows that an item of cheap work on each row takes.
  static final int CHEAP_ROWS = 8;

  private static final long MIN_PRODUCTS = 16_384; // about a microsecond
  private static final int ITEMS_PER_THREAD = 8;

  private Grain() {}

  /// Blocks of [#BLOCK_ROWS] in so many rows.
  static int rowBlocks(int rows) {
    return Math.ceilDiv(rows, BLOCK_ROWS);
  }

  /// Panels that one item multiplies.
  ///
  /// @param panels of the matrix
  /// @param panelProducts multiplications of one panel with one block of rows
  /// @param group panels that kernels compute together
  static int panelsPerItem(int panels, long panelProducts, int group, int threads) {
    long atLeast = Math.ceilDiv(MIN_PRODUCTS, Math.max(panelProducts, 1));
    long even = panels / ((long) threads * ITEMS_PER_THREAD);
    long groups = Math.ceilDiv(Math.max(atLeast, even), group);
    return (int) Math.clamp(groups * group, 1, panels);
  }

  /// Whether a row has so many chunks of keys that they keep all threads busy, one row at a time.
  ///
  /// @param chunks of the row with the fewest
  static boolean worthWaves(int chunks, int threads) {
    return chunks >= 2 * threads;
  }

  /// Whether work of so many multiplications is worth sharing out.
  static boolean worthSharing(long products) {
    return products > 4 * MIN_PRODUCTS;
  }
}

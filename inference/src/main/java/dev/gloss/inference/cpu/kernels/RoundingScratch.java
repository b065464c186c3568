package dev.gloss.inference.cpu.kernels;

import java.lang.foreign.Arena;

/// Memory for rounding the rows of one product, for who has not had them rounded before.
public final class RoundingScratch {
  private int rows;
  private RoundedRows rounded = RoundedRows.allocate(Arena.ofAuto(), 0, 0);

  /// Room for so many rows of so many columns. It grows to the most and the widest that are met.
  public RoundedRows forRows(int count, int columns) {
    if (count > rows || columns > rounded.columns()) {
      rows = Math.max(count, rows);
      rounded = RoundedRows.allocate(Arena.ofAuto(), rows, Math.max(columns, rounded.columns()));
    }
    return rounded;
  }
}

package dev.gloss.inference.convert;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Some or all rows in another order.
///
/// @param rows the rows in their old order
/// @param count how many there are
/// @param order where each comes from
record ReorderedRows(Rows rows, long count, RowOrder order) implements Rows {

  @Override
  public int columns() {
    return rows.columns();
  }

  @Override
  public void read(long row, float[] to) {
    rows.read(order.from(row), to);
  }

  @Override
  public @Nullable DType storedAs() {
    return rows.storedAs();
  }

  @Override
  public MemorySegment bytes(long row) {
    return rows.bytes(order.from(row));
  }
}

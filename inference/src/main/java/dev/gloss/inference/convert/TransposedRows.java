package dev.gloss.inference.convert;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Columns as rows, decoded.
///
/// @param columns rows of what was transposed
/// @param numbers `[columns of what was transposed, columns]`
record TransposedRows(int columns, float[][] numbers) implements Rows {

  static TransposedRows of(Rows rows) {
    int columns = Math.toIntExact(rows.count());
    float[][] numbers = new float[rows.columns()][columns];
    float[] row = new float[rows.columns()];
    for (int column = 0; column < columns; column++) {
      rows.read(column, row);
      for (int i = 0; i < row.length; i++) {
        numbers[i][column] = row[i];
      }
    }
    return new TransposedRows(columns, numbers);
  }

  @Override
  public long count() {
    return numbers.length;
  }

  @Override
  public void read(long row, float[] to) {
    System.arraycopy(numbers[(int) row], 0, to, 0, columns);
  }

  @Override
  public @Nullable DType storedAs() {
    return null;
  }

  @Override
  public MemorySegment bytes(long row) {
    throw new IllegalStateException("transposed rows are stored nowhere");
  }
}

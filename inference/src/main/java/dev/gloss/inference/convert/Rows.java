package dev.gloss.inference.convert;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows that a tensor is written from, wherever its numbers come from: a matrix as it is, or
/// one made of others by moving rows, which loses nothing, whatever the type.
///
/// Immutable, safe for all threads.
interface Rows {

  /// Numbers of a row.
  int columns();

  /// How many rows there are.
  long count();

  /// Decodes a row.
  ///
  /// @param to as long as a row
  void read(long row, float[] to);

  /// The type that every row is stored in without anything beside it, so that its bytes can be
  /// copied; null where rows have to be computed.
  @Nullable DType storedAs();

  /// The bytes of a row where [#storedAs()] is not null.
  MemorySegment bytes(long row);

  /// The rows of a matrix.
  static Rows of(Matrix matrix) {
    return new MatrixRows(matrix);
  }

  /// A vector as one row.
  static Rows of(Tensor vector) {
    List<Long> shape = List.of(1L, vector.elements());
    Tensor row = new Tensor(vector.name(), vector.dtype(), shape, vector.data());
    return new MatrixRows(new Matrix(row, null));
  }

  /// Rows in another order, or some of them.
  ///
  /// @param count how many there will be
  /// @param order from the new index to the old one
  default Rows reordered(long count, RowOrder order) {
    return new ReorderedRows(this, count, order);
  }

  /// Some rows that follow one another.
  default Rows part(long first, long count) {
    return reordered(count, row -> first + row);
  }

  /// Columns as rows. All numbers are decoded at once, so this is for small matrices.
  default Rows transposed() {
    return TransposedRows.of(this);
  }

  /// The rows of one after those of the other; all have as many columns.
  static Rows concat(List<Rows> parts) {
    return new ConcatenatedRows(parts);
  }

  /// From a row's new index to its old one.
  interface RowOrder {
    /// The old index.
    long from(long row);
  }
}

package dev.gloss.inference.convert;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The rows of a matrix as a checkpoint has it.
///
/// @param matrix whose rows these are
record MatrixRows(Matrix matrix) implements Rows {

  @Override
  public int columns() {
    return matrix.inFeatures();
  }

  @Override
  public long count() {
    return matrix.outFeatures();
  }

  @Override
  public void read(long row, float[] to) {
    Decoder.row(matrix, (int) row, to);
  }

  @Override
  public @Nullable DType storedAs() {
    return matrix.weightScaleInv() == null ? matrix.weight().dtype() : null;
  }

  @Override
  public MemorySegment bytes(long row) {
    Tensor weight = matrix.weight();
    long rowBytes = weight.dtype().bytes(columns());
    return weight.data().asSlice(row * rowBytes, rowBytes);
  }
}

package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.ALIGNMENT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.codec.Codec;
import java.lang.foreign.MemorySegment;

/// Panels of rows as they are stored, for element types without loops of their own: their codec
/// decodes them in every product.
public final class StoredPanels implements PanelFormat {
  private static final int MOST_ELEMENTS = 256;

  private final DType dtype;
  private final ThreadLocal<float[]> scratch =
      ThreadLocal.withInitial(() -> new float[MOST_ELEMENTS]);

  StoredPanels(DType dtype) {
    this.dtype = dtype;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public long panelBytes(int columns) {
    return Math.ceilDiv(PANEL_ROWS * dtype.bytes(columns), ALIGNMENT) * ALIGNMENT;
  }

  @Override
  public boolean pack(Matrix matrix, int panel, MemorySegment to, long offset) {
    long rowBytes = dtype.bytes(matrix.inFeatures());
    int firstRow = panel * PANEL_ROWS;
    int rows = Math.min(PANEL_ROWS, matrix.outFeatures() - firstRow);
    MemorySegment.copy(matrix.weight().data(), firstRow * rowBytes, to, offset, rows * rowBytes);
    return true;
  }

  /// Decodes whole blocks; so `first` has to be a multiple of their size, as are those of 256.
  @Override
  public void decode(PackedMatrix matrix, int panel, int first, int count, float[] block) {
    Codec codec = dtype.codec();
    int elements = codec.blockElements();
    long rowBytes = dtype.bytes(matrix.columns());
    float[] values = scratch.get();
    for (int row = 0; row < PANEL_ROWS; row++) {
      long at = matrix.panelOffset(panel) + row * rowBytes + dtype.bytes(first);
      for (int column = 0; column < count; column += elements) {
        codec.decode(matrix.data(), at, values, 0);
        at += codec.blockBytes();
        for (int i = 0; i < Math.min(elements, count - column); i++) {
          block[(column + i) * PANEL_ROWS + row] = values[i];
        }
      }
    }
  }
}

package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.ALIGNMENT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.FLOAT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/// Four FP8 codes a word, decoded by shifts and one multiplication with the block's scale; before
/// the words the float32 scales of the panel, one for each [Matrix#SCALE_BLOCK] columns.
///
/// `code * scale` is one float32 multiplication, as the reference does it.
public final class F8Panels extends WordPanels {
  /// Codes shifted into a float32 are too small by this factor.
  public static final float EXPONENT_OFFSET = 0x1p120f;

  /// Words that share a scale.
  public static final int SCALE_WORDS = Matrix.SCALE_BLOCK / 4;

  /// Scales up to here leave room for [#EXPONENT_OFFSET].
  private static final float MAX_SCALE = 64;

  F8Panels() {
    super(4);
  }

  @Override
  public DType dtype() {
    return DType.F8_E4M3;
  }

  @Override
  public long headerBytes(int columns) {
    long scales = (long) Math.ceilDiv(columns, Matrix.SCALE_BLOCK) * Float.BYTES;
    return Math.ceilDiv(scales, ALIGNMENT) * ALIGNMENT;
  }

  /// NaN.
  @Override
  int undecodable(int codes) {
    return (codes & 0x7f7f7f7f) + 0x01010101 & 0x80808080;
  }

  @Override
  public boolean pack(Matrix matrix, int panel, MemorySegment to, long offset) {
    return super.pack(matrix, panel, to, offset) & packScales(matrix, panel, to, offset);
  }

  private static boolean packScales(Matrix matrix, int panel, MemorySegment to, long offset) {
    Tensor scales = matrix.weightScaleInv();
    if (scales == null) {
      throw new IllegalArgumentException(matrix.weight().name() + ": FP8 weights have no scales");
    }
    int count = Math.ceilDiv(matrix.inFeatures(), Matrix.SCALE_BLOCK);
    long first = (long) (panel * PANEL_ROWS / Matrix.SCALE_BLOCK) * count;
    boolean sound = true;
    for (int i = 0; i < count; i++) {
      float scale = Decoder.element(scales, first + i);
      to.set(FLOAT, offset + (long) i * Float.BYTES, scale);
      sound &= Math.abs(scale) <= MAX_SCALE;
    }
    return sound;
  }

  @Override
  public void decode(PackedMatrix matrix, int panel, int first, int count, float[] block) {
    super.decode(matrix, panel, first, count, block);
    for (int i = 0; i < count; i++) {
      int scaleBlock = (first + i) / Matrix.SCALE_BLOCK;
      long at = matrix.panelOffset(panel) + (long) scaleBlock * Float.BYTES;
      float scale = matrix.data().get(FLOAT, at);
      for (int row = 0; row < PANEL_ROWS; row++) {
        block[i * PANEL_ROWS + row] *= scale;
      }
    }
  }

  @Override
  void decodeColumn(MemorySegment data, long offset, int shift, float[] block, int to) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      int code = data.get(INT, offset + (long) row * Integer.BYTES) >>> shift;
      int bits = (code & 0x80) << 24 | (code & 0x7f) << 20;
      block[to + row] = Float.intBitsToFloat(bits) * EXPONENT_OFFSET;
    }
  }
}

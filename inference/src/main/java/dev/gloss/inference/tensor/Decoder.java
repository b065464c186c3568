package dev.gloss.inference.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/// Turns stored elements into `float`, one at a time: what every faster decoding must equal bit by
/// bit.
///
/// Stateless, so safe for any number of threads.
public final class Decoder {

  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort BITS_16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Decoder() {}

  /// The element at an index, counted over the whole tensor; for FP8 the bare code's value, without
  /// a scale.
  ///
  /// @throws IndexOutOfBoundsException if the tensor has no such element
  public static float element(Tensor tensor, long index) {
    Objects.checkIndex(index, tensor.elements());
    MemorySegment data = tensor.data();
    long offsetBytes = index * tensor.dtype().sizeBytes();
    return switch (tensor.dtype()) {
      case F32 -> data.get(F32, offsetBytes);
      case F16 -> Float.float16ToFloat(data.get(BITS_16, offsetBytes));
      case BF16 -> bf16ToFloat(data.get(BITS_16, offsetBytes));
      case F8_E4M3 -> E4m3.toFloat(data.get(ValueLayout.JAVA_BYTE, offsetBytes));
    };
  }

  /// Decodes `to.length` elements from index `first` on; for FP8 the bare codes' values, without a
  /// scale.
  ///
  /// @throws IndexOutOfBoundsException if the tensor has not so many elements
  public static void elements(Tensor tensor, long first, float[] to) {
    Objects.checkFromIndexSize(first, to.length, tensor.elements());
    MemorySegment data = tensor.data();
    switch (tensor.dtype()) {
      case F32 -> MemorySegment.copy(data, F32, first * Float.BYTES, to, 0, to.length);
      case F16 -> {
        for (int i = 0; i < to.length; i++) {
          to[i] = Float.float16ToFloat(data.get(BITS_16, (first + i) * Short.BYTES));
        }
      }
      case BF16 -> {
        for (int i = 0; i < to.length; i++) {
          to[i] = bf16ToFloat(data.get(BITS_16, (first + i) * Short.BYTES));
        }
      }
      case F8_E4M3 -> {
        for (int i = 0; i < to.length; i++) {
          to[i] = E4m3.toFloat(data.get(ValueLayout.JAVA_BYTE, first + i));
        }
      }
    }
  }

  /// All elements of a tensor that is small enough for an array, such as a norm's weight.
  ///
  /// @throws ArithmeticException if it has more than `Integer.MAX_VALUE` elements
  public static float[] all(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.elements())];
    elements(tensor, 0, values);
    return values;
  }

  /// Decodes one row of a weight, scaled where it is FP8: an element is its code's value times the
  /// scale of its block, one float32 multiplication (DeepSeek-V3, section 3.3).
  ///
  /// @param to as long as a row
  /// @throws IndexOutOfBoundsException if the matrix has no such row
  /// @throws IllegalArgumentException if `to` is not as long as a row
  public static void row(Matrix matrix, int row, float[] to) {
    Objects.checkIndex(row, matrix.outFeatures());
    int inFeatures = matrix.inFeatures();
    if (to.length != inFeatures) {
      throw new IllegalArgumentException(
          "a row of "
              + matrix.weight().name()
              + " has "
              + inFeatures
              + " elements, the array "
              + to.length);
    }
    elements(matrix.weight(), (long) row * inFeatures, to);
    Tensor scales = matrix.weightScaleInv();
    if (scales != null) {
      scale(to, scales, row / Matrix.SCALE_BLOCK);
    }
  }

  private static void scale(float[] row, Tensor scales, int blockRow) {
    int block = Matrix.SCALE_BLOCK;
    long firstScale = blockRow * scales.shape().get(1);
    for (int begin = 0; begin < row.length; begin += block) {
      float scale = element(scales, firstScale + begin / block);
      int end = Math.min(begin + block, row.length);
      for (int i = begin; i < end; i++) {
        row[i] *= scale;
      }
    }
  }

  private static float bf16ToFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}

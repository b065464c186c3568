package dev.gloss.inference.tensor;

import dev.gloss.inference.tensor.codec.Codec;
import java.util.Objects;

/// Turns stored elements into `float` by the [Codec] of their type: what every faster decoding must
/// equal bit by bit.
///
/// Stateless, so safe for any number of threads.
public final class Decoder {

  private Decoder() {}

  /// The element at an index, counted over the whole tensor; for FP8 the bare code's value, without
  /// a scale.
  ///
  /// @throws IndexOutOfBoundsException if the tensor has no such element
  public static float element(Tensor tensor, long index) {
    Objects.checkIndex(index, tensor.elements());
    DType dtype = tensor.dtype();
    long block = index / dtype.blockElements();
    int within = (int) (index % dtype.blockElements());
    return dtype.codec().element(tensor.data(), block * dtype.blockBytes(), within);
  }

  /// Decodes `to.length` elements from index `first` on; for FP8 the bare codes' values, without a
  /// scale.
  ///
  /// @throws IndexOutOfBoundsException if the tensor has not so many elements
  public static void elements(Tensor tensor, long first, float[] to) {
    Objects.checkFromIndexSize(first, to.length, tensor.elements());
    Codec codec = tensor.dtype().codec();
    int perBlock = codec.blockElements();
    int head = (int) Math.min(to.length, Math.floorMod(-first, perBlock));
    for (int i = 0; i < head; i++) {
      to[i] = element(tensor, first + i);
    }
    int blocks = (to.length - head) / perBlock;
    long offsetBytes = (first + head) / perBlock * codec.blockBytes();
    codec.decode(tensor.data(), offsetBytes, blocks, to, head);
    for (int i = head + blocks * perBlock; i < to.length; i++) {
      to[i] = element(tensor, first + i);
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
}

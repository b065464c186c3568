package dev.gloss.inference.tensor;

import org.jspecify.annotations.Nullable;

/// The weight of a linear layer: `y = W x`, stored as `outFeatures` rows of `inFeatures` numbers.
///
/// @param weight `[outFeatures, inFeatures]`
/// @param weightScaleInv for FP8 weights the scale of each 128x128 block in F32, F16 or BF16,
///   `[ceil(outFeatures / 128), ceil(inFeatures / 128)]`: an element is its decoded code times the
///   scale of its block; null for every other type
public record Matrix(Tensor weight, @Nullable Tensor weightScaleInv) {

  /// Rows and columns of a block that shares one scale (DeepSeek-V3, section 3.3).
  public static final int SCALE_BLOCK = 128;

  /// Checks the rank.
  ///
  /// @throws IllegalArgumentException if the weight has not two dimensions that fit an `int`
  public Matrix {
    if (weight.shape().size() != 2) {
      throw new IllegalArgumentException(
          weight.name() + ": a matrix has two dimensions, got " + weight.shape());
    }
  }

  /// Length of the output, the number of rows.
  public int outFeatures() {
    return Math.toIntExact(weight.shape().get(0));
  }

  /// Length of the input, the number of columns.
  public int inFeatures() {
    return Math.toIntExact(weight.shape().get(1));
  }
}

package dev.gloss.inference.convert;

import dev.gloss.inference.tensor.DType;
import java.util.Map;

/// The types that the tensors of a model get when it is written in a type.
///
/// Norms, routers and biases are small and sensitive: they are never rounded.
///
/// @param target the type asked for, which most weights get
record TypeChoice(DType target) {

  /// What llama.cpp takes where rows are no whole blocks of 256.
  private static final Map<DType, DType> OF_32 =
      Map.of(DType.Q4_K, DType.Q5_0, DType.Q6_K, DType.Q8_0);

  /// Of a matrix in attention or feed-forward.
  ///
  /// @param columns length of its rows
  DType weight(long columns) {
    DType type = target;
    if (columns % type.blockElements() != 0) {
      type = OF_32.getOrDefault(type, type);
    }
    return columns % type.blockElements() == 0 ? type : DType.F16;
  }

  /// Of an embedding, a head, or the projection in front of a Multi-Token Prediction layer, which
  /// FP8 checkpoints keep in BF16.
  ///
  /// @param columns length of its rows
  DType table(long columns) {
    return target == DType.F8_E4M3 ? DType.BF16 : weight(columns);
  }
}

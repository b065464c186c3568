package dev.gloss.inference.synthetic;

import dev.gloss.inference.tensor.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// In which element types the tensors of a model are stored, as files of that name have it.
///
/// Norms and biases are F32. FP8 leaves embedding, head and router in BF16, as DeepSeek's
/// checkpoints do; types of blocks leave the router in F32, and take another type for rows that are
/// no whole blocks, as llama.cpp does. Its mixtures, such as `Q4_K_M`, have more bits in some
/// matrices: the head, and in half of the layers those that make values and those that lead out of
/// the feed-forward part.
///
/// @param name as files are named by it: that of a [DType], or of a mixture
/// @param base type of most matrices
/// @param better type of the matrices that a mixture spends more bits on, otherwise `base`
public record WeightTypes(String name, DType base, DType better) {
  private static final Map<String, WeightTypes> KNOWN = new LinkedHashMap<>();

  /// What is taken for rows that are no whole blocks of 256.
  private static final Map<DType, DType> IN_BLOCKS_OF_32 =
      Map.of(
          DType.Q2_K, DType.Q4_0,
          DType.Q3_K, DType.Q4_0,
          DType.Q4_K, DType.Q5_0,
          DType.Q5_K, DType.Q5_1,
          DType.Q6_K, DType.Q8_0,
          DType.IQ4_XS, DType.IQ4_NL);

  static {
    for (DType type : DType.values()) {
      KNOWN.put(type.name(), new WeightTypes(type.name(), type, type));
    }
    for (WeightTypes mixture :
        List.of(
            new WeightTypes("Q4_K_M", DType.Q4_K, DType.Q6_K),
            new WeightTypes("Q5_K_M", DType.Q5_K, DType.Q6_K))) {
      KNOWN.put(mixture.name(), mixture);
    }
  }

  /// What a matrix is for, as far as its type depends on it.
  enum Role {
    /// The embedding.
    EMBEDDING,
    /// The head, or an embedding that is the head as well.
    HEAD,
    /// What chooses experts.
    ROUTER,
    /// What a mixture spends more bits on.
    SENSITIVE,
    /// Any other.
    OTHER
  }

  /// The types of this name, whose case does not matter.
  ///
  /// @throws IllegalArgumentException if there are none; the message lists those that there are
  public static WeightTypes named(String name) {
    WeightTypes types = KNOWN.get(name.toUpperCase(Locale.ROOT));
    if (types == null) {
      throw new IllegalArgumentException(
          "no type is called '" + name + "', expected one of " + String.join(", ", names()));
    }
    return types;
  }

  /// The names of all of them.
  public static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /// Whether numbers are stored in blocks, as only GGUF files have them.
  boolean areBlocks() {
    return base.blockElements() > 1;
  }

  /// The type of a matrix.
  ///
  /// @param layer its layer, of so many `layers`; those of no layer may say anything
  /// @param columns length of its rows
  DType of(Role role, int layer, int layers, int columns) {
    DType type =
        switch (role) {
          case EMBEDDING -> isFp8() ? DType.BF16 : base;
          case HEAD -> isFp8() ? DType.BF16 : better;
          case ROUTER -> isFp8() ? DType.BF16 : areBlocks() ? DType.F32 : base;
          case SENSITIVE -> hasMoreBits(layer, layers) ? better : base;
          case OTHER -> base;
        };
    if (columns % type.blockElements() == 0) {
      return type;
    }
    DType smaller = IN_BLOCKS_OF_32.getOrDefault(type, DType.F16);
    return columns % smaller.blockElements() == 0 ? smaller : DType.F16;
  }

  private boolean isFp8() {
    return base == DType.F8_E4M3;
  }

  /// The first and the last eighth of the layers, and of those between every third.
  private static boolean hasMoreBits(int layer, int layers) {
    int eighth = layers / 8;
    return layer < eighth || layer >= 7 * layers / 8 || (layer - eighth) % 3 == 2;
  }
}

package dev.gloss.inference.tensor;

import dev.gloss.inference.tensor.codec.Bf16Codec;
import dev.gloss.inference.tensor.codec.Codec;
import dev.gloss.inference.tensor.codec.E4m3Codec;
import dev.gloss.inference.tensor.codec.F16Codec;
import dev.gloss.inference.tensor.codec.F32Codec;
import dev.gloss.inference.tensor.codec.Iq4NlCodec;
import dev.gloss.inference.tensor.codec.Iq4XsCodec;
import dev.gloss.inference.tensor.codec.Mxfp4Codec;
import dev.gloss.inference.tensor.codec.Q2KCodec;
import dev.gloss.inference.tensor.codec.Q3KCodec;
import dev.gloss.inference.tensor.codec.Q40Codec;
import dev.gloss.inference.tensor.codec.Q41Codec;
import dev.gloss.inference.tensor.codec.Q4KCodec;
import dev.gloss.inference.tensor.codec.Q50Codec;
import dev.gloss.inference.tensor.codec.Q51Codec;
import dev.gloss.inference.tensor.codec.Q5KCodec;
import dev.gloss.inference.tensor.codec.Q6KCodec;
import dev.gloss.inference.tensor.codec.Q80Codec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// An element type, named as safetensors files and ggml name it.
///
/// What distinguishes one from another is in its [Codec]; nothing else needs to tell them apart in
/// order to read numbers.
public enum DType {
  /// IEEE 754 binary32.
  F32(0, new F32Codec()),
  /// IEEE 754 binary16.
  F16(1, new F16Codec()),
  /// The upper half of a binary32.
  BF16(30, new Bf16Codec()),
  /// FP8 with four exponent and three mantissa bits, no infinities (the OCP `E4M3` format).
  F8_E4M3(new E4m3Codec()),
  /// 8 bits, a scale every 32 numbers.
  Q8_0(8, new Q80Codec()),
  /// 4 bits, a scale every 32 numbers.
  Q4_0(2, new Q40Codec()),
  /// 4 bits, a scale and a minimum every 32 numbers.
  Q4_1(3, new Q41Codec()),
  /// 5 bits, a scale every 32 numbers.
  Q5_0(6, new Q50Codec()),
  /// 5 bits, a scale and a minimum every 32 numbers.
  Q5_1(7, new Q51Codec()),
  /// 2 bits, scales and minima of 4 bits every 16 numbers.
  Q2_K(10, new Q2KCodec()),
  /// 3 bits, scales of 6 bits every 16 numbers.
  Q3_K(11, new Q3KCodec()),
  /// 4 bits, scales and minima of 6 bits every 32 numbers.
  Q4_K(12, new Q4KCodec()),
  /// 5 bits, scales and minima of 6 bits every 32 numbers.
  Q5_K(13, new Q5KCodec()),
  /// 6 bits, scales of 8 bits every 16 numbers.
  Q6_K(14, new Q6KCodec()),
  /// 4 bits of uneven levels, a scale every 32 numbers.
  IQ4_NL(20, new Iq4NlCodec()),
  /// 4 bits of uneven levels, scales of 6 bits every 32 numbers.
  IQ4_XS(23, new Iq4XsCodec()),
  /// 4 bits of floating point, a power of two every 32 numbers.
  MXFP4(39, new Mxfp4Codec());

  private static final int NO_GGML_TYPE = -1;

  private static final Map<String, DType> SAFETENSORS =
      Map.of("F32", F32, "F16", F16, "BF16", BF16, "F8_E4M3", F8_E4M3, "F8_E4M3FN", F8_E4M3);

  private static final Map<Integer, String> OTHER_GGML_TYPES =
      Map.ofEntries(
          Map.entry(4, "Q4_2"),
          Map.entry(5, "Q4_3"),
          Map.entry(9, "Q8_1"),
          Map.entry(15, "Q8_K"),
          Map.entry(16, "IQ2_XXS"),
          Map.entry(17, "IQ2_XS"),
          Map.entry(18, "IQ3_XXS"),
          Map.entry(19, "IQ1_S"),
          Map.entry(21, "IQ3_S"),
          Map.entry(22, "IQ2_S"),
          Map.entry(24, "I8"),
          Map.entry(25, "I16"),
          Map.entry(26, "I32"),
          Map.entry(27, "I64"),
          Map.entry(28, "F64"),
          Map.entry(29, "IQ1_M"),
          Map.entry(31, "Q4_0_4_4"),
          Map.entry(32, "Q4_0_4_8"),
          Map.entry(33, "Q4_0_8_8"),
          Map.entry(34, "TQ1_0"),
          Map.entry(35, "TQ2_0"),
          Map.entry(36, "IQ4_NL_4_4"),
          Map.entry(37, "IQ4_NL_4_8"),
          Map.entry(38, "IQ4_NL_8_8"),
          Map.entry(40, "NVFP4"),
          Map.entry(41, "Q1_0"),
          Map.entry(42, "Q2_0"));

  private final int ggmlType;
  private final Codec codec;

  DType(Codec codec) {
    this(NO_GGML_TYPE, codec);
  }

  DType(int ggmlType, Codec codec) {
    this.ggmlType = ggmlType;
    this.codec = codec;
  }

  /// How its numbers lie in memory.
  public Codec codec() {
    return codec;
  }

  /// Numbers of a block, the least that can be stored; 1 where elements stand alone.
  public int blockElements() {
    return codec.blockElements();
  }

  /// Bytes of a block.
  public int blockBytes() {
    return codec.blockBytes();
  }

  /// Bytes that so many numbers take.
  ///
  /// @throws IllegalArgumentException if they are not whole blocks
  /// @throws ArithmeticException if the bytes exceed a `long`
  public long bytes(long elements) {
    if (elements % blockElements() != 0) {
      throw new IllegalArgumentException(
          this + " comes in blocks of " + blockElements() + ", got " + elements + " elements");
    }
    return Math.multiplyExact(elements / blockElements(), (long) blockBytes());
  }

  /// Bytes that a tensor of a shape takes.
  ///
  /// @param shape outermost dimension first
  /// @throws IllegalArgumentException if its rows, which are as long as the last dimension, are not
  ///   whole blocks
  /// @throws ArithmeticException if the bytes exceed a `long`
  public long bytes(List<Long> shape) {
    long bytes = bytes(shape.isEmpty() ? 1 : shape.getLast());
    for (long dimension : shape.subList(0, Math.max(0, shape.size() - 1))) {
      bytes = Math.multiplyExact(bytes, dimension);
    }
    return bytes;
  }

  /// The number that GGUF files have for this type; none if they cannot hold it.
  public OptionalInt ggmlType() {
    return ggmlType == NO_GGML_TYPE ? OptionalInt.empty() : OptionalInt.of(ggmlType);
  }

  /// The type that safetensors files call so, if it is one the engine reads.
  public static Optional<DType> named(String name) {
    return Optional.ofNullable(SAFETENSORS.get(name.toUpperCase(Locale.ROOT)));
  }

  /// The type that GGUF files have this number for, if it is one the engine reads.
  public static Optional<DType> ofGgml(int ggmlType) {
    return Arrays.stream(values())
        .filter(type -> type.ggmlType == ggmlType && ggmlType != NO_GGML_TYPE)
        .findFirst();
  }

  /// What ggml calls the type of this number, for messages about types that the engine does not
  /// read too: `IQ2_XXS`, or `type 77` where nobody knows one.
  public static String ggmlName(int ggmlType) {
    return ofGgml(ggmlType)
        .map(DType::name)
        .orElseGet(() -> OTHER_GGML_TYPES.getOrDefault(ggmlType, "type " + ggmlType));
  }
}

package dev.gloss.inference.tensor;

import java.util.Locale;
import java.util.Optional;

/// An element type, named as safetensors files name it.
public enum DType {
  /// IEEE 754 binary32.
  F32(4),
  /// IEEE 754 binary16.
  F16(2),
  /// The upper half of a binary32.
  BF16(2),
  /// FP8 with four exponent and three mantissa bits, no infinities (the OCP `E4M3` format).
  F8_E4M3(1);

  private final int sizeBytes;

  DType(int sizeBytes) {
    this.sizeBytes = sizeBytes;
  }

  /// Bytes of one element.
  public int sizeBytes() {
    return sizeBytes;
  }

  /// The type of this name, if it is one the engine reads.
  public static Optional<DType> named(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "F32" -> Optional.of(F32);
      case "F16" -> Optional.of(F16);
      case "BF16" -> Optional.of(BF16);
      case "F8_E4M3", "F8_E4M3FN" -> Optional.of(F8_E4M3);
      default -> Optional.empty();
    };
  }
}

package dev.gloss.inference.cpu.kernels;

/// How the numbers of the key-value cache are stored.
public enum CacheType {
  /// As they are computed.
  F32(Float.BYTES),
  /// IEEE 754 binary16; what exceeds its largest number becomes that.
  F16(Short.BYTES),
  /// The upper half of a binary32, rounded.
  BF16(Short.BYTES),
  /// Bytes, with a binary16 factor for each 32 channels of a token.
  Q8_0(Byte.BYTES);

  private final int codeBytes;

  CacheType(int codeBytes) {
    this.codeBytes = codeBytes;
  }

  /// Bytes of a number, without factors.
  int codeBytes() {
    return codeBytes;
  }
}

package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// 32 codes of four bits in 16 bytes, as ggml's 32-value types have them: the low halves hold codes
/// 0 to 15, the high halves codes 16 to 31.
final class Nibbles {

  /// Codes of a group.
  static final int COUNT = 32;

  /// Bytes of a group.
  static final int BYTES = 16;

  private Nibbles() {}

  /// The code at an index.
  ///
  /// @param offsetBytes where the group begins
  /// @param index `0..31`
  static int get(MemorySegment data, long offsetBytes, int index) {
    return Fields.u8(data, offsetBytes + index % BYTES) >> (index / BYTES * 4) & 0xF;
  }

  /// Stores the low four bits of codes.
  ///
  /// @param codes [#COUNT] of them
  static void put(MemorySegment data, long offsetBytes, int[] codes) {
    for (int i = 0; i < BYTES; i++) {
      Fields.put8(data, offsetBytes + i, codes[i] & 0xF | codes[i + BYTES] << 4);
    }
  }

  /// The fifth bits of codes, bit `i` that of code `i`.
  static int fifthBits(int[] codes) {
    int bits = 0;
    for (int i = 0; i < COUNT; i++) {
      bits |= (codes[i] >> 4 & 1) << i;
    }
    return bits;
  }
}

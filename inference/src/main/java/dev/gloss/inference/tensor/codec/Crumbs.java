package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// 256 codes of two bits in 64 bytes, as `Q2_K` and `Q3_K` have them: each half of 128 codes is 32
/// bytes, whose four pairs of bits, lowest first, hold 32 codes each.
final class Crumbs {

  /// Codes of a block.
  static final int COUNT = 256;

  private static final int RUN = 32;
  private static final int HALF = 128;

  private Crumbs() {}

  /// The code at an index.
  ///
  /// @param offsetBytes where the 64 bytes begin
  /// @param index `0..255`
  static int get(MemorySegment data, long offsetBytes, int index) {
    int half = index / HALF;
    int shift = index % HALF / RUN * 2;
    return Fields.u8(data, offsetBytes + half * RUN + index % RUN) >> shift & 3;
  }

  /// Stores the low two bits of codes.
  ///
  /// @param codes [#COUNT] of them
  static void put(MemorySegment data, long offsetBytes, int[] codes) {
    for (int i = 0; i < COUNT / 4; i++) {
      int packed = 0;
      for (int pair = 0; pair < 4; pair++) {
        packed |= (codes[i / RUN * HALF + pair * RUN + i % RUN] & 3) << (pair * 2);
      }
      Fields.put8(data, offsetBytes + i, packed);
    }
  }
}

package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// Eight scales and eight minima of six bits in 12 bytes, as `Q4_K` and `Q5_K` have them.
///
/// The first four of each fill the low six bits of bytes 0 to 3 (scales) and 4 to 7 (minima). Of
/// the other four the low four bits are in the halves of bytes 8 to 11 (scales low, minima high),
/// and the high two above the first four.
final class SixBitPairs {

  /// Bytes of the pairs.
  static final int BYTES = 12;

  private SixBitPairs() {}

  /// The scale of a group, `0..63`.
  static int scale(MemorySegment data, long offsetBytes, int group) {
    if (group < 4) {
      return Fields.u8(data, offsetBytes + group) & 63;
    }
    int low = Fields.u8(data, offsetBytes + group + 4) & 0xF;
    return low | Fields.u8(data, offsetBytes + group - 4) >> 6 << 4;
  }

  /// The minimum of a group, `0..63`.
  static int minimum(MemorySegment data, long offsetBytes, int group) {
    if (group < 4) {
      return Fields.u8(data, offsetBytes + group + 4) & 63;
    }
    int low = Fields.u8(data, offsetBytes + group + 4) >> 4;
    return low | Fields.u8(data, offsetBytes + group) >> 6 << 4;
  }

  /// Stores eight scales and eight minima.
  ///
  /// @param scales,minima `0..63`
  static void put(MemorySegment data, long offsetBytes, int[] scales, int[] minima) {
    for (int i = 0; i < 4; i++) {
      Fields.put8(data, offsetBytes + i, scales[i] | scales[i + 4] >> 4 << 6);
      Fields.put8(data, offsetBytes + i + 4, minima[i] | minima[i + 4] >> 4 << 6);
      Fields.put8(data, offsetBytes + i + 8, scales[i + 4] & 0xF | minima[i + 4] << 4);
    }
  }
}

package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q5_1`: 32 numbers as an f16 scale `d`, an f16 minimum `m`, 32 fifth bits (bit `i` is
/// that of number `i`) and [Nibbles], together `q`; a number is `q * d + m`, rounded twice.
public final class Q51Codec implements Codec {
  private static final int MINIMUM = 2;
  private static final int FIFTH_BITS = 4;
  private static final int CODES = 8;

  @Override
  public int blockElements() {
    return Nibbles.COUNT;
  }

  @Override
  public int blockBytes() {
    return CODES + Nibbles.BYTES;
  }

  @Override
  public void decode(MemorySegment data, long offsetBytes, float[] to, int first) {
    float d = Fields.f16(data, offsetBytes);
    float m = Fields.f16(data, offsetBytes + MINIMUM);
    int fifthBits = Fields.bits32(data, offsetBytes + FIFTH_BITS);
    for (int i = 0; i < Nibbles.COUNT; i++) {
      int q = Nibbles.get(data, offsetBytes + CODES, i) | (fifthBits >>> i & 1) << 4;
      to[first + i] = q * d + m;
    }
  }
}

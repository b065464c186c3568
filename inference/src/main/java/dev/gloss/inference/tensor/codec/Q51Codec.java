package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q5_1`: 32 numbers as an f16 scale `d`, an f16 minimum `m`, 32 fifth bits (bit `i` is
/// that of number `i`) and [Nibbles], together `q`; a number is `q * d + m`, rounded twice.
public final class Q51Codec implements TwoWayCodec {
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

  /// As ggml's reference rounds: codes span the least to the greatest number and round half up by
  /// the `d` and `m` that are not yet f16.
  @Override
  public void encode(float[] from, int first, MemorySegment to, long offsetBytes) {
    float m = Group.min(from, first, Nibbles.COUNT);
    float d = (Group.max(from, first, Nibbles.COUNT) - m) / 31;
    float inverse = Group.inverse(d);
    int[] codes = new int[Nibbles.COUNT];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Math.clamp((int) ((from[first + i] - m) * inverse + 0.5f), 0, 31);
    }
    Fields.putF16(to, offsetBytes, d);
    Fields.putF16(to, offsetBytes + MINIMUM, m);
    Fields.put32(to, offsetBytes + FIFTH_BITS, Nibbles.fifthBits(codes));
    Nibbles.put(to, offsetBytes + CODES, codes);
  }
}

package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q5_0`: 32 numbers as an f16 scale `d`, 32 fifth bits (bit `i` is that of number `i`) and
/// [Nibbles], together `q`; a number is `(q - 16) * d`.
public final class Q50Codec implements TwoWayCodec {
  private static final int FIFTH_BITS = 2;
  private static final int CODES = 6;

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
    int fifthBits = Fields.bits32(data, offsetBytes + FIFTH_BITS);
    for (int i = 0; i < Nibbles.COUNT; i++) {
      int q = Nibbles.get(data, offsetBytes + CODES, i) | (fifthBits >>> i & 1) << 4;
      to[first + i] = (q - 16) * d;
    }
  }

  /// As ggml's reference rounds: the number of the largest magnitude gets code 0, and codes round
  /// half up by the `d` that is not yet f16.
  @Override
  public void encode(float[] from, int first, MemorySegment to, long offsetBytes) {
    float d = Group.largest(from, first, Nibbles.COUNT) / -16;
    float inverse = Group.inverse(d);
    int[] codes = new int[Nibbles.COUNT];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Math.clamp((int) (from[first + i] * inverse + 16.5f), 0, 31);
    }
    Fields.putF16(to, offsetBytes, d);
    Fields.put32(to, offsetBytes + FIFTH_BITS, Nibbles.fifthBits(codes));
    Nibbles.put(to, offsetBytes + CODES, codes);
  }
}

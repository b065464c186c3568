package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q4_0`: 32 numbers as an f16 scale `d` and [Nibbles] `q`; a number is `(q - 8) * d`.
public final class Q40Codec implements TwoWayCodec {
  private static final int CODES = 2;

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
    for (int i = 0; i < Nibbles.COUNT; i++) {
      to[first + i] = (Nibbles.get(data, offsetBytes + CODES, i) - 8) * d;
    }
  }

  /// As ggml's reference rounds: the number of the largest magnitude gets code 0, and codes round
  /// half up by the `d` that is not yet f16.
  @Override
  public void encode(float[] from, int first, MemorySegment to, long offsetBytes) {
    float d = Group.largest(from, first, Nibbles.COUNT) / -8;
    float inverse = Group.inverse(d);
    int[] codes = new int[Nibbles.COUNT];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Math.clamp((int) (from[first + i] * inverse + 8.5f), 0, 15);
    }
    Fields.putF16(to, offsetBytes, d);
    Nibbles.put(to, offsetBytes + CODES, codes);
  }
}

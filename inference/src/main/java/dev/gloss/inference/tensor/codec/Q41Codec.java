package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q4_1`: 32 numbers as an f16 scale `d`, an f16 minimum `m` and [Nibbles] `q`; a number is
/// `q * d + m`, rounded twice.
public final class Q41Codec implements Codec {
  private static final int MINIMUM = 2;
  private static final int CODES = 4;

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
    for (int i = 0; i < Nibbles.COUNT; i++) {
      to[first + i] = Nibbles.get(data, offsetBytes + CODES, i) * d + m;
    }
  }
}

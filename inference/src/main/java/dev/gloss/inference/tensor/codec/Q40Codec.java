package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q4_0`: 32 numbers as an f16 scale `d` and [Nibbles] `q`; a number is `(q - 8) * d`.
public final class Q40Codec implements Codec {
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
}

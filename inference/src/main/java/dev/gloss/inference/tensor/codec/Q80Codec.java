package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q8_0`: 32 numbers as an f16 scale `d` and 32 signed bytes `q`; a number is `q * d`.
public final class Q80Codec implements Codec {
  private static final int CODES = 2;

  @Override
  public int blockElements() {
    return 32;
  }

  @Override
  public int blockBytes() {
    return CODES + 32;
  }

  @Override
  public void decode(MemorySegment data, long offsetBytes, float[] to, int first) {
    float d = Fields.f16(data, offsetBytes);
    for (int i = 0; i < 32; i++) {
      to[first + i] = Fields.i8(data, offsetBytes + CODES + i) * d;
    }
  }
}

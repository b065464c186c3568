package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q8_0`: 32 numbers as an f16 scale `d` and 32 signed bytes `q`; a number is `q * d`.
public final class Q80Codec implements TwoWayCodec {
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

  /// As ggml's reference rounds: `d` is a 127th of the largest magnitude, codes round half away
  /// from zero by the `d` that is not yet f16.
  @Override
  public void encode(float[] from, int first, MemorySegment to, long offsetBytes) {
    float d = Math.abs(Group.largest(from, first, 32)) / 127;
    float inverse = Group.inverse(d);
    Fields.putF16(to, offsetBytes, d);
    for (int i = 0; i < 32; i++) {
      float x = from[first + i] * inverse;
      int magnitude = (int) (Math.abs(x) + 0.5f);
      Fields.put8(to, offsetBytes + CODES + i, x < 0 ? -magnitude : magnitude);
    }
  }
}

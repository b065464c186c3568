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
    float d = factor(Math.abs(Group.largest(from, first, 32)));
    float inverse = inverse(d);
    Fields.putF16(to, offsetBytes, d);
    for (int i = 0; i < 32; i++) {
      Fields.put8(to, offsetBytes + CODES + i, code(from[first + i], inverse));
    }
  }

  /// The factor of a block, not yet binary16.
  ///
  /// @param largest magnitude in the block
  public static float factor(float largest) {
    return largest / 127;
  }

  /// What numbers are multiplied with to become codes.
  public static float inverse(float factor) {
    return Group.inverse(factor);
  }

  /// The code of a number.
  public static int code(float value, float inverse) {
    float x = value * inverse;
    int magnitude = (int) (Math.abs(x) + 0.5f);
    return x < 0 ? -magnitude : magnitude;
  }
}

package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// The upper half of a binary32.
public final class Bf16Codec implements ElementCodec {

  private static final int QUIET = 0x40;
  private static final int HALF_BELOW = 0x7FFF;

  @Override
  public int blockBytes() {
    return Short.BYTES;
  }

  @Override
  public float decode(MemorySegment data, long offsetBytes) {
    return Float.intBitsToFloat(Fields.u16(data, offsetBytes) << 16);
  }

  /// Rounds to nearest, ties to even; what exceeds the largest number becomes infinite, NaN stays
  /// NaN.
  @Override
  public void encode(float value, MemorySegment to, long offsetBytes) {
    to.set(Fields.BITS_16, offsetBytes, round(value));
  }

  private static short round(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | QUIET);
    }
    int odd = bits >>> 16 & 1;
    return (short) (bits + HALF_BELOW + odd >>> 16);
  }
}

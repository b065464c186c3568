package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// IEEE 754 binary16.
public final class F16Codec implements ElementCodec {

  @Override
  public int blockBytes() {
    return Short.BYTES;
  }

  @Override
  public float decode(MemorySegment data, long offsetBytes) {
    return Fields.f16(data, offsetBytes);
  }

  /// Rounds to nearest, ties to even; what exceeds the largest number becomes infinite.
  @Override
  public void encode(float value, MemorySegment to, long offsetBytes) {
    Fields.putF16(to, offsetBytes, value);
  }
}

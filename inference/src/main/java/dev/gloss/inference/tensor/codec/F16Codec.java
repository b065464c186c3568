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
}

package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// The upper half of a binary32.
public final class Bf16Codec implements ElementCodec {

  @Override
  public int blockBytes() {
    return Short.BYTES;
  }

  @Override
  public float decode(MemorySegment data, long offsetBytes) {
    return Float.intBitsToFloat(Fields.u16(data, offsetBytes) << 16);
  }
}

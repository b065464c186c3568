package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// IEEE 754 binary32.
public final class F32Codec implements ElementCodec {

  @Override
  public int blockBytes() {
    return Float.BYTES;
  }

  @Override
  public float decode(MemorySegment data, long offsetBytes) {
    return data.get(Fields.F32, offsetBytes);
  }

  @Override
  public void decode(MemorySegment data, long offsetBytes, int blocks, float[] to, int first) {
    MemorySegment.copy(data, Fields.F32, offsetBytes, to, first, blocks);
  }

  @Override
  public void encode(float value, MemorySegment to, long offsetBytes) {
    to.set(Fields.F32, offsetBytes, value);
  }

  @Override
  public void encode(float[] from, int first, int blocks, MemorySegment to, long offsetBytes) {
    MemorySegment.copy(from, first, to, Fields.F32, offsetBytes, blocks);
  }
}

package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// FP8 codes ([E4m3]) without their scales, which are a tensor of their own.
public final class E4m3Codec implements ElementCodec {

  @Override
  public int blockBytes() {
    return 1;
  }

  @Override
  public float decode(MemorySegment data, long offsetBytes) {
    return E4m3.toFloat(data.get(ValueLayout.JAVA_BYTE, offsetBytes));
  }

  @Override
  public void encode(float value, MemorySegment to, long offsetBytes) {
    to.set(ValueLayout.JAVA_BYTE, offsetBytes, E4m3.ofFloat(value));
  }
}

package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// `MXFP4` of the OCP Microscaling Formats Specification 1.0, as ggml stores it: 32 numbers as a
/// power of two with an exponent byte `e` and [Nibbles], which are FP4 codes (`E2M1`). The table
/// holds their values doubled, so the power is `2^(e - 128)`; a number is their product.
public final class Mxfp4Codec implements Codec {
  private static final int CODES = 1;
  private static final byte[] DOUBLED = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

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
    float scale = Math.scalb(1f, Fields.u8(data, offsetBytes) - 128);
    for (int i = 0; i < Nibbles.COUNT; i++) {
      to[first + i] = DOUBLED[Nibbles.get(data, offsetBytes + CODES, i)] * scale;
    }
  }
}

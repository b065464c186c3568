package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q5_K`: as `Q4_K` ([Q4KCodec]), with 32 bytes of fifth bits before the codes: bit `g` of
/// byte `i` is that of number `i` of group `g`.
public final class Q5KCodec implements Codec {
  private static final int GROUPS = 8;
  private static final int GROUP = 32;
  private static final int DMIN = 2;
  private static final int SCALES = 4;
  private static final int FIFTH_BITS = SCALES + SixBitPairs.BYTES;
  private static final int CODES = FIFTH_BITS + 32;

  @Override
  public int blockElements() {
    return 256;
  }

  @Override
  public int blockBytes() {
    return CODES + 128;
  }

  @Override
  public void decode(MemorySegment data, long offsetBytes, float[] to, int first) {
    float d = Fields.f16(data, offsetBytes);
    float dmin = Fields.f16(data, offsetBytes + DMIN);
    for (int group = 0; group < GROUPS; group++) {
      float scale = d * SixBitPairs.scale(data, offsetBytes + SCALES, group);
      float minimum = dmin * SixBitPairs.minimum(data, offsetBytes + SCALES, group);
      long codes = offsetBytes + CODES + group / 2 * GROUP;
      int shift = group % 2 * 4;
      for (int i = 0; i < GROUP; i++) {
        int fifthBit = Fields.u8(data, offsetBytes + FIFTH_BITS + i) >> group & 1;
        int q = Fields.u8(data, codes + i) >> shift & 0xF | fifthBit << 4;
        to[first + group * GROUP + i] = scale * q - minimum;
      }
    }
  }
}

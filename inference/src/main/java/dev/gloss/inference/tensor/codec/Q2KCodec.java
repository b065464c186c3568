package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q2_K`: 256 numbers in 16 groups of 16. A block holds a byte a group (low half the scale
/// `s`, high half the minimum `m`), 64 bytes of two-bit codes `q` ([Crumbs]), and the f16 factors
/// `d` and `dmin`; a number is `(d * s) * q - dmin * m`.
public final class Q2KCodec implements Codec {
  private static final int GROUPS = 16;
  private static final int GROUP = 16;
  private static final int CODES = 16;
  private static final int D = 80;
  private static final int DMIN = 82;

  @Override
  public int blockElements() {
    return Crumbs.COUNT;
  }

  @Override
  public int blockBytes() {
    return DMIN + 2;
  }

  @Override
  public void decode(MemorySegment data, long offsetBytes, float[] to, int first) {
    float d = Fields.f16(data, offsetBytes + D);
    float dmin = Fields.f16(data, offsetBytes + DMIN);
    for (int group = 0; group < GROUPS; group++) {
      int packed = Fields.u8(data, offsetBytes + group);
      float scale = d * (packed & 0xF);
      float minimum = dmin * (packed >> 4);
      for (int i = group * GROUP; i < (group + 1) * GROUP; i++) {
        to[first + i] = scale * Crumbs.get(data, offsetBytes + CODES, i) - minimum;
      }
    }
  }
}

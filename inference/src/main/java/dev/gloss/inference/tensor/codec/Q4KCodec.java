package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q4_K`: 256 numbers in 8 groups of 32. A block holds the f16 factors `d` and `dmin`, the
/// groups' scales `s` and minima `m` ([SixBitPairs]), and 128 bytes of codes `q`: each 32 bytes
/// have one group in their low halves and the next in their high halves. A number is `(d * s) * q -
/// dmin
/// * m`.
public final class Q4KCodec implements Codec {
  private static final int GROUPS = 8;
  private static final int GROUP = 32;
  private static final int DMIN = 2;
  private static final int SCALES = 4;
  private static final int CODES = SCALES + SixBitPairs.BYTES;

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
        int q = Fields.u8(data, codes + i) >> shift & 0xF;
        to[first + group * GROUP + i] = scale * q - minimum;
      }
    }
  }
}

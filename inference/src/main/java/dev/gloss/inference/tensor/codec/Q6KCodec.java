package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q6_K`: 256 numbers in 16 groups of 16. A block holds 128 bytes of the codes' low four
/// bits, 64 bytes of their high two bits ([Crumbs]), a signed byte a group, the scale `s`, and the
/// f16 factor `d`; with the code `q` of six bits a number is `(d * s) * (q - 32)`.
///
/// Each half of 128 numbers has 64 bytes of low bits: numbers 0 to 63 in the low halves, 64 to 127
/// in the high ones.
public final class Q6KCodec implements Codec {
  private static final int GROUPS = 16;
  private static final int GROUP = 16;
  private static final int HIGH_BITS = 128;
  private static final int SCALES = 192;
  private static final int D = 208;

  @Override
  public int blockElements() {
    return Crumbs.COUNT;
  }

  @Override
  public int blockBytes() {
    return D + 2;
  }

  @Override
  public void decode(MemorySegment data, long offsetBytes, float[] to, int first) {
    float d = Fields.f16(data, offsetBytes + D);
    for (int group = 0; group < GROUPS; group++) {
      float scale = d * Fields.i8(data, offsetBytes + SCALES + group);
      for (int i = group * GROUP; i < (group + 1) * GROUP; i++) {
        int q = low(data, offsetBytes, i) | Crumbs.get(data, offsetBytes + HIGH_BITS, i) << 4;
        to[first + i] = scale * (q - 32);
      }
    }
  }

  private static int low(MemorySegment data, long offsetBytes, int index) {
    int shift = index % 128 / 64 * 4;
    return Fields.u8(data, offsetBytes + index / 128 * 64 + index % 64) >> shift & 0xF;
  }
}

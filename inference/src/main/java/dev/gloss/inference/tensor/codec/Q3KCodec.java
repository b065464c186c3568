package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q3_K`: 256 numbers in 16 groups of 16. A block holds 32 bytes of third bits (bit `k` of
/// byte `j` is that of number `32 * k + j`), 64 bytes of low bits ([Crumbs]), 12 bytes of six-bit
/// scales `s`, and the f16 factor `d`; with the code `q` of three bits a number is `(d * (s - 32))
/// * (q - 4)`.
public final class Q3KCodec implements Codec {
  private static final int GROUPS = 16;
  private static final int GROUP = 16;
  private static final int CODES = 32;
  private static final int SCALES = 96;
  private static final int D = 108;

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
      float scale = d * (scale(data, offsetBytes + SCALES, group) - 32);
      for (int i = group * GROUP; i < (group + 1) * GROUP; i++) {
        int thirdBit = Fields.u8(data, offsetBytes + i % 32) >> (i / 32) & 1;
        int q = Crumbs.get(data, offsetBytes + CODES, i) | thirdBit << 2;
        to[first + i] = scale * (q - 4);
      }
    }
  }

  /// Of the scale of group `g` the low four bits are in a half of byte `g % 8`, the low half for
  /// the first eight, and the high two in the pair `g / 4` of byte `8 + g % 4`.
  private static int scale(MemorySegment data, long scales, int group) {
    int low = Fields.u8(data, scales + group % 8) >> (group / 8 * 4) & 0xF;
    int high = Fields.u8(data, scales + 8 + group % 4) >> (group / 4 * 2) & 3;
    return low | high << 4;
  }
}

package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q6_K`: 256 numbers in 16 groups of 16. A block holds 128 bytes of the codes' low four
/// bits, 64 bytes of their high two bits ([Crumbs]), a signed byte a group, the scale `s`, and the
/// f16 factor `d`; with the code `q` of six bits a number is `(d * s) * (q - 32)`.
///
/// Each half of 128 numbers has 64 bytes of low bits: numbers 0 to 63 in the low halves, 64 to 127
/// in the high ones.
public final class Q6KCodec implements TwoWayCodec {
  private static final int GROUPS = 16;
  private static final int GROUP = 16;
  private static final int CODES_EACH_WAY = 32;
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
        to[first + i] = scale * (q - CODES_EACH_WAY);
      }
    }
  }

  private static int low(MemorySegment data, long offsetBytes, int index) {
    int shift = index % 128 / 64 * 4;
    return Fields.u8(data, offsetBytes + index / 128 * 64 + index % 64) >> shift & 0xF;
  }

  /// Each group's scale is fitted ([ScaleFit]), then all scales stored as 128ths of the largest,
  /// and the codes chosen that come nearest with what was stored.
  @Override
  public void encode(float[] from, int first, MemorySegment to, long offsetBytes) {
    float[] fits = new float[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      fits[group] = ScaleFit.of(from, first + group * GROUP, GROUP, CODES_EACH_WAY);
    }
    float d = Fields.putF16(to, offsetBytes + D, Group.largest(fits, 0, GROUPS) / -128);
    int[] codes = new int[Crumbs.COUNT];
    int[] highBits = new int[Crumbs.COUNT];
    for (int group = 0; group < GROUPS; group++) {
      int scale = d == 0 ? 0 : Math.clamp((int) Math.rint(fits[group] / d), -128, 127);
      Fields.put8(to, offsetBytes + SCALES + group, scale);
      for (int i = group * GROUP; i < (group + 1) * GROUP; i++) {
        codes[i] = ScaleFit.code(from[first + i], d * scale, CODES_EACH_WAY) + CODES_EACH_WAY;
        highBits[i] = codes[i] >> 4;
      }
    }
    for (int i = 0; i < HIGH_BITS; i++) {
      int at = i / 64 * 128 + i % 64;
      Fields.put8(to, offsetBytes + i, codes[at] & 0xF | codes[at + 64] << 4);
    }
    Crumbs.put(to, offsetBytes + HIGH_BITS, highBits);
  }
}

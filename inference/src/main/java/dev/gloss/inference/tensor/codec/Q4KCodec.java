package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `Q4_K`: 256 numbers in 8 groups of 32. A block holds the f16 factors `d` and `dmin`, the
/// groups' scales `s` and minima `m` ([SixBitPairs]), and 128 bytes of codes `q`: each 32 bytes
/// have one group in their low halves and the next in their high halves. A number is `(d * s) * q -
/// dmin
/// * m`.
public final class Q4KCodec implements TwoWayCodec {
  private static final int GROUPS = 8;
  private static final int GROUP = 32;
  private static final int MAX_CODE = 15;
  private static final int MAX_FACTOR = 63;
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

  /// Each group's scale and minimum are fitted ([AffineFit]), then all scales and all minima stored
  /// as 63rds of the largest, and the codes chosen that come nearest with what was stored.
  @Override
  public void encode(float[] from, int first, MemorySegment to, long offsetBytes) {
    AffineFit[] fits = new AffineFit[GROUPS];
    float maxScale = 0;
    float maxMinimum = 0;
    for (int group = 0; group < GROUPS; group++) {
      fits[group] = AffineFit.of(from, first + group * GROUP, GROUP, MAX_CODE);
      maxScale = Math.max(maxScale, fits[group].scale());
      maxMinimum = Math.max(maxMinimum, fits[group].minimum());
    }
    float d = Fields.putF16(to, offsetBytes, maxScale / MAX_FACTOR);
    float dmin = Fields.putF16(to, offsetBytes + DMIN, maxMinimum / MAX_FACTOR);
    int[] scales = new int[GROUPS];
    int[] minima = new int[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      scales[group] = factor(fits[group].scale(), d);
      minima[group] = factor(fits[group].minimum(), dmin);
    }
    SixBitPairs.put(to, offsetBytes + SCALES, scales, minima);
    for (int group = 0; group < GROUPS; group += 2) {
      for (int i = 0; i < GROUP; i++) {
        int at = first + group * GROUP + i;
        int low = AffineFit.code(from[at], d * scales[group], dmin * minima[group], MAX_CODE);
        int high =
            AffineFit.code(
                from[at + GROUP], d * scales[group + 1], dmin * minima[group + 1], MAX_CODE);
        Fields.put8(to, offsetBytes + CODES + group / 2 * GROUP + i, low | high << 4);
      }
    }
  }

  private static int factor(float value, float unit) {
    return unit == 0 ? 0 : Math.clamp((int) Math.rint(value / unit), 0, MAX_FACTOR);
  }
}

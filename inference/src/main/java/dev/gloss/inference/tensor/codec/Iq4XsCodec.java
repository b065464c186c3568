package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `IQ4_XS`: 256 numbers in 8 groups of 32. A block holds the f16 factor `d`, 16 bits with
/// the groups' high scale bits (two each), 4 bytes with their low ones (four each), and a group's
/// [Nibbles], which index the levels of [Iq4NlCodec]; with the scale `s` of six bits a number is
/// `(d
/// * (s - 32)) * level`.
public final class Iq4XsCodec implements Codec {
  private static final int GROUPS = 8;
  private static final int HIGH_SCALE_BITS = 2;
  private static final int LOW_SCALE_BITS = 4;
  private static final int CODES = 8;

  @Override
  public int blockElements() {
    return 256;
  }

  @Override
  public int blockBytes() {
    return CODES + GROUPS * Nibbles.BYTES;
  }

  @Override
  public void decode(MemorySegment data, long offsetBytes, float[] to, int first) {
    float d = Fields.f16(data, offsetBytes);
    int highBits = Fields.u16(data, offsetBytes + HIGH_SCALE_BITS);
    for (int group = 0; group < GROUPS; group++) {
      int low = Fields.u8(data, offsetBytes + LOW_SCALE_BITS + group / 2) >> (group % 2 * 4) & 0xF;
      int high = highBits >> (group * 2) & 3;
      float scale = d * ((low | high << 4) - 32);
      long codes = offsetBytes + CODES + (long) group * Nibbles.BYTES;
      for (int i = 0; i < Nibbles.COUNT; i++) {
        int level = Iq4NlCodec.level(Nibbles.get(data, codes, i));
        to[first + group * Nibbles.COUNT + i] = scale * level;
      }
    }
  }
}

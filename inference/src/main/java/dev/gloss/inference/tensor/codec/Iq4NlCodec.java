package dev.gloss.inference.tensor.codec;

import java.lang.foreign.MemorySegment;

/// ggml's `IQ4_NL`: 32 numbers as an f16 scale `d` and [Nibbles] that index a table of 16 levels,
/// denser about zero; a number is `level * d`.
public final class Iq4NlCodec implements Codec {
  private static final int CODES = 2;
  private static final byte[] LEVELS = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

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
    float d = Fields.f16(data, offsetBytes);
    for (int i = 0; i < Nibbles.COUNT; i++) {
      to[first + i] = level(Nibbles.get(data, offsetBytes + CODES, i)) * d;
    }
  }

  /// The level that a code of four bits stands for, in `IQ4_XS` too.
  static int level(int code) {
    return LEVELS[code];
  }
}

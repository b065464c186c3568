package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// `Q5_K`: integers of 5 bits times a scale, less a minimum.
public final class Q5KPanels extends SuperBlockPanels {
  private static final int STORED_BYTES = 176;
  private static final int STORED_FIFTH_BITS = 16;
  private static final int STORED_CODES = 48;

  Q5KPanels() {
    super(DType.Q5_K, PackedCodes.NIBBLE_WORDS + 1);
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    PackedCodes.fiveBits(matrix.data(), codesOffset(matrix, panel, block), 0, to, at);
  }

  @Override
  boolean packRow(
      MemorySegment from, long fromOffset, int columns, MemorySegment to, long toOffset) {
    long codes = toOffset + codesOffset(columns);
    boolean finite = true;
    for (int group = 0; group < columns / SUPER_BLOCK; group++) {
      long stored = fromOffset + (long) group * STORED_BYTES;
      finite &= packFactors(from, stored, to, toOffset, group);
      packNibbles(from, stored + STORED_CODES, to, codes, group);
      for (int block = 0; block < BLOCKS; block++) {
        int bits = fifthBits(from, stored + STORED_FIFTH_BITS, block);
        putCodes(to, codes, group * BLOCKS + block, PackedCodes.NIBBLE_WORDS, bits);
      }
    }
    return finite;
  }

  /// The word of a block's fifth bits: stored, bit `b` of byte `i` is that of block `b`'s column
  /// `i`.
  private static int fifthBits(MemorySegment from, long stored, int block) {
    int word = 0;
    for (int quad = 0; quad < BLOCK / 4; quad++) {
      int bytes = from.get(INT, stored + (long) quad * Integer.BYTES);
      word |= (bytes >>> block & 0x01010101) << quad;
    }
    return word;
  }
}

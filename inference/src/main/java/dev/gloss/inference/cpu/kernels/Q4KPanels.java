package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// `Q4_K`: integers of 4 bits times a scale, less a minimum.
public final class Q4KPanels extends SuperBlockPanels {
  private static final int STORED_BYTES = 144;
  private static final int STORED_CODES = 16;

  Q4KPanels() {
    super(DType.Q4_K, PackedCodes.NIBBLE_WORDS);
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    PackedCodes.nibbles(matrix.data(), codesOffset(matrix, panel, block), 0, to, at);
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
    }
    return finite;
  }
}

package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Panels of integers times a scale, which is stored as binary16 before a block's codes.
///
/// A word of factors has the scales of two blocks.
public abstract class ScaledPanels extends BlockPanels {
  /// Where codes begin in a stored block.
  static final int STORED_CODES = Short.BYTES;

  private final int storedBytes;

  /// @param storedBytes of a block
  /// @param codeWords words of a row's codes of a block
  ScaledPanels(DType dtype, int storedBytes, int codeWords) {
    super(dtype, 2 * BLOCK, 1, codeWords);
    this.storedBytes = storedBytes;
  }

  /// Repacks the codes of a row's block.
  ///
  /// @param stored offset of the stored block
  /// @param codes of the row in the step after its factors
  abstract void packCodes(MemorySegment from, long stored, MemorySegment to, long codes, int block);

  @Override
  public final boolean hasMinima() {
    return false;
  }

  @Override
  public final float scale(PackedMatrix matrix, int panel, int block, int row) {
    int scales = factor(matrix, panel, block, 0, row);
    return half(block % 2 == 0 ? scales : scales >>> 16);
  }

  @Override
  final boolean packRow(
      MemorySegment from, long fromOffset, int columns, MemorySegment to, long toOffset) {
    long codes = toOffset + codesOffset(columns);
    boolean finite = true;
    int scales = 0;
    for (int block = 0; block < columns / BLOCK; block++) {
      long stored = fromOffset + (long) block * storedBytes;
      int scale = from.get(ValueLayout.JAVA_SHORT_UNALIGNED, stored) & 0xffff;
      scales = block % 2 == 0 ? scale : scales | scale << 16;
      finite &= areFinite(scales);
      putFactor(to, toOffset, block / 2, 0, scales);
      packCodes(from, stored, to, codes, block);
    }
    return finite;
  }
}

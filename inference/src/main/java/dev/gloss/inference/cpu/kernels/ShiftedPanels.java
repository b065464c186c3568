package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// Panels of integers times a scale, plus a minimum, which are stored as binary16 before a block's
/// codes.
///
/// A word of factors has both of a block.
public abstract class ShiftedPanels extends BlockPanels {
  /// Where codes begin in a stored block.
  static final int STORED_CODES = Integer.BYTES;

  private final int storedBytes;

  /// @param storedBytes of a block
  /// @param codeWords words of a row's codes of a block
  ShiftedPanels(DType dtype, int storedBytes, int codeWords) {
    super(dtype, BLOCK, 1, codeWords);
    this.storedBytes = storedBytes;
  }

  /// Repacks the codes of a row's block.
  ///
  /// @param stored offset of the stored block
  /// @param codes of the row in the step after its factors
  abstract void packCodes(MemorySegment from, long stored, MemorySegment to, long codes, int block);

  @Override
  public final boolean hasMinima() {
    return true;
  }

  @Override
  public final float scale(PackedMatrix matrix, int panel, int block, int row) {
    return half(factor(matrix, panel, block, 0, row));
  }

  @Override
  public final float minimum(PackedMatrix matrix, int panel, int block, int row) {
    return half(factor(matrix, panel, block, 0, row) >>> 16);
  }

  @Override
  final boolean packRow(
      MemorySegment from, long fromOffset, int columns, MemorySegment to, long toOffset) {
    long codes = toOffset + codesOffset(columns);
    boolean finite = true;
    for (int block = 0; block < columns / BLOCK; block++) {
      long stored = fromOffset + (long) block * storedBytes;
      int factors = from.get(INT, stored);
      finite &= areFinite(factors);
      putFactor(to, toOffset, block, 0, factors);
      packCodes(from, stored, to, codes, block);
    }
    return finite;
  }
}

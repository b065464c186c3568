package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// What `Q4_K` and `Q5_K` have in common: super-blocks of 256 columns with two binary16 factors `d`
/// and `dmin`, and for each block a scale and a minimum of 6 bits; a block's scale is `d * scale`,
/// its minimum `-(dmin * minimum)`, which float32 holds exactly.
///
/// Words of factors of a super-block: `d` and `dmin`; the scales of its blocks, a byte each, in two
/// words; their minima, likewise.
public abstract class SuperBlockPanels extends BlockPanels {
  /// Columns of a super-block.
  public static final int SUPER_BLOCK = 256;

  /// Blocks of a super-block.
  public static final int BLOCKS = SUPER_BLOCK / BLOCK;

  private static final int FACTOR_WORDS = 5;
  private static final int SCALES = 1;
  private static final int MINIMA = 3;

  private static final int SIX_BITS = 0x3f3f3f3f;
  private static final int FOUR_BITS = 0x0f0f0f0f;
  private static final int UPPER_TWO_BITS = 0x30303030;

  SuperBlockPanels(DType dtype, int codeWords) {
    super(dtype, SUPER_BLOCK, FACTOR_WORDS, codeWords);
  }

  @Override
  public boolean hasMinima() {
    return true;
  }

  @Override
  public float scale(PackedMatrix matrix, int panel, int block, int row) {
    int d = factor(matrix, panel, block, 0, row);
    return half(d) * factorByte(matrix, panel, block, SCALES, row);
  }

  @Override
  public float minimum(PackedMatrix matrix, int panel, int block, int row) {
    int d = factor(matrix, panel, block, 0, row);
    return -(half(d >>> 16) * factorByte(matrix, panel, block, MINIMA, row));
  }

  private int factorByte(PackedMatrix matrix, int panel, int block, int word, int row) {
    int bytes = factor(matrix, panel, block, word + block % BLOCKS / 4, row);
    return bytes >>> 8 * (block % 4) & 0xff;
  }

  /// Repacks the factors of a stored super-block, which begin it: `d`, `dmin`, and 12 bytes with
  /// the scales and minima of 6 bits, the upper two bits of the last four apart.
  ///
  /// @return whether they are finite
  final boolean packFactors(
      MemorySegment from, long stored, MemorySegment to, long toOffset, int group) {
    int first = from.get(INT, stored + 4);
    int second = from.get(INT, stored + 8);
    int third = from.get(INT, stored + 12);
    int d = from.get(INT, stored);
    putFactor(to, toOffset, group, 0, d);
    putFactor(to, toOffset, group, SCALES, first & SIX_BITS);
    putFactor(to, toOffset, group, SCALES + 1, third & FOUR_BITS | first >>> 2 & UPPER_TWO_BITS);
    putFactor(to, toOffset, group, MINIMA, second & SIX_BITS);
    putFactor(
        to, toOffset, group, MINIMA + 1, third >>> 4 & FOUR_BITS | second >>> 2 & UPPER_TWO_BITS);
    return areFinite(d);
  }

  /// Repacks the codes of 4 bits of a stored super-block: 32 bytes hold one block in their low
  /// halves and the next in their high halves.
  ///
  /// @param codes [#codesOffset(int)] behind the row's first word
  final void packNibbles(MemorySegment from, long stored, MemorySegment to, long codes, int group) {
    for (int pair = 0; pair < BLOCKS / 2; pair++) {
      int block = group * BLOCKS + 2 * pair;
      for (int word = 0; word < PackedCodes.NIBBLE_WORDS; word++) {
        long at = stored + pair * BLOCK + 2L * word * Integer.BYTES;
        int first = from.get(INT, at);
        int second = from.get(INT, at + Integer.BYTES);
        putCodes(to, codes, block, word, PackedCodes.nibbles(first, second));
        putCodes(to, codes, block + 1, word, PackedCodes.nibbles(first >>> 4, second >>> 4));
      }
    }
  }
}

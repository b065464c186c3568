package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// `Q6_K`: super-blocks of 256 columns with a binary16 factor `d`, which is the scale; an integer
/// is a code of 6 bits less 32, times the signed byte of its 16 columns. (The product of all three
/// is exact in float32, so that it does not matter which two are multiplied first.)
///
/// Words of factors of a super-block: `d`, and four with the 16 bytes.
public final class Q6KPanels extends BlockPanels {
  /// Columns of a super-block.
  public static final int SUPER_BLOCK = 256;

  /// Subtracted from codes.
  public static final int BIAS = 32;

  private static final int BLOCKS = SUPER_BLOCK / BLOCK;
  private static final int FOURTHS = 4;
  private static final int FACTOR_WORDS = 5;
  private static final int HALF_BLOCK = BLOCK / 2;
  private static final int STORED_BYTES = 210;
  private static final int STORED_PAIRS = 128;
  private static final int STORED_BYTE_SCALES = 192;
  private static final int STORED_D = 208;

  Q6KPanels() {
    super(DType.Q6_K, SUPER_BLOCK, FACTOR_WORDS, 2 * PackedCodes.HALF_SIX_BIT_WORDS);
  }

  @Override
  public boolean hasMinima() {
    return false;
  }

  @Override
  public void integers(PackedMatrix matrix, int panel, int block, float[] to, int at) {
    PackedCodes.sixBits(matrix.data(), codesOffset(matrix, panel, block), BIAS, to, at);
    for (int row = 0; row < PANEL_ROWS; row++) {
      int bytes = factor(matrix, panel, block, 1 + block % BLOCKS / 2, row) >>> block % 2 * 16;
      for (int k = 0; k < BLOCK; k++) {
        to[at + k * PANEL_ROWS + row] *= (byte) (k < HALF_BLOCK ? bytes : bytes >>> 8);
      }
    }
  }

  @Override
  public float scale(PackedMatrix matrix, int panel, int block, int row) {
    return half(factor(matrix, panel, block, 0, row));
  }

  @Override
  boolean packRow(
      MemorySegment from, long fromOffset, int columns, MemorySegment to, long toOffset) {
    long codes = toOffset + codesOffset(columns);
    boolean finite = true;
    for (int group = 0; group < columns / SUPER_BLOCK; group++) {
      long stored = fromOffset + (long) group * STORED_BYTES;
      int d = from.get(ValueLayout.JAVA_SHORT_UNALIGNED, stored + STORED_D) & 0xffff;
      finite &= areFinite(d);
      putFactor(to, toOffset, group, 0, d);
      for (int word = 1; word < FACTOR_WORDS; word++) {
        long at = stored + STORED_BYTE_SCALES + (word - 1L) * Integer.BYTES;
        putFactor(to, toOffset, group, word, from.get(INT, at));
      }
      for (int quads = 0; quads < FOURTHS; quads++) {
        packQuads(from, stored, quads, to, codes, group * BLOCKS);
      }
    }
    return finite;
  }

  /// Stored, each half of a super-block has 64 bytes of low bits, its blocks 0 and 1 in the low and
  /// 2 and 3 in the high halves, and 32 bytes of pairs of upper bits, one pair a block. Here every
  /// byte of half of them is read once, for halves of all four blocks.
  ///
  /// @param quads which fourth of the super-block: halves of blocks fastest
  private void packQuads(
      MemorySegment from, long stored, int quads, MemorySegment to, long codes, int firstBlock) {
    int half = quads % 2;
    int word = half * PackedCodes.HALF_SIX_BIT_WORDS;
    int block = firstBlock + quads / 2 * 4;
    long low = stored + quads / 2 * 64 + half * HALF_BLOCK;
    long high = stored + STORED_PAIRS + quads / 2 * BLOCK + half * HALF_BLOCK;
    int pairs0 = 0;
    int pairs1 = 0;
    int pairs2 = 0;
    int pairs3 = 0;
    for (int quad = 0; quad < 4; quad++) {
      int pairs = from.get(INT, high + (long) quad * Integer.BYTES);
      pairs0 |= PackedCodes.pairs(quad, pairs);
      pairs1 |= PackedCodes.pairs(quad, pairs >>> 2);
      pairs2 |= PackedCodes.pairs(quad, pairs >>> 4);
      pairs3 |= PackedCodes.pairs(quad, pairs >>> 6);
    }
    packLow(from, low, to, codes, block, word);
    packLow(from, low + BLOCK, to, codes, block + 1, word);
    putCodes(to, codes, block, word + 2, pairs0);
    putCodes(to, codes, block + 1, word + 2, pairs1);
    putCodes(to, codes, block + 2, word + 2, pairs2);
    putCodes(to, codes, block + 3, word + 2, pairs3);
  }

  /// The low bits of half a block, and in the high halves of the same bytes those of the block two
  /// further on.
  private void packLow(
      MemorySegment from, long low, MemorySegment to, long codes, int block, int firstWord) {
    for (int word = 0; word < 2; word++) {
      int first = from.get(INT, low + 2L * word * Integer.BYTES);
      int second = from.get(INT, low + (2L * word + 1) * Integer.BYTES);
      putCodes(to, codes, block, firstWord + word, PackedCodes.nibbles(first, second));
      putCodes(
          to, codes, block + 2, firstWord + word, PackedCodes.nibbles(first >>> 4, second >>> 4));
    }
  }
}

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
      for (int block = 0; block < BLOCKS; block++) {
        packBlock(from, stored, block, to, codes, group * BLOCKS + block);
      }
    }
    return finite;
  }

  /// Stored, each half of a super-block has 64 bytes of low bits, its blocks 0 and 1 in the low and
  /// 2 and 3 in the high halves, and 32 bytes of pairs of upper bits, one pair a block.
  private void packBlock(
      MemorySegment from, long stored, int block, MemorySegment to, long codes, int toBlock) {
    long low = stored + block / 4 * 64 + block % 2 * BLOCK;
    int lowShift = block % 4 / 2 * 4;
    long high = stored + STORED_PAIRS + block / 4 * BLOCK;
    int highShift = block % 4 * 2;
    for (int half = 0; half < 2; half++) {
      int word = half * PackedCodes.HALF_SIX_BIT_WORDS;
      int pairs = 0;
      for (int quad = 0; quad < 4; quad++) {
        long at = half * HALF_BLOCK + (long) quad * Integer.BYTES;
        pairs |= PackedCodes.pairs(quad, from.get(INT, high + at) >>> highShift);
        if (quad % 2 == 0) {
          int first = from.get(INT, low + at) >>> lowShift;
          int second = from.get(INT, low + at + Integer.BYTES) >>> lowShift;
          putCodes(to, codes, toBlock, word + quad / 2, PackedCodes.nibbles(first, second));
        }
      }
      putCodes(to, codes, toBlock, word + 2, pairs);
    }
  }
}

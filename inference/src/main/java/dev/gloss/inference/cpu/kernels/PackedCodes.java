package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import java.lang.foreign.MemorySegment;

/// How the codes of a block of 32 columns lie in the words of a row.
///
/// A quad is four consecutive columns, one a byte; a block has quads 0 to 7. A word of 4-bit codes
/// has quad `2 * w` in the low halves of its bytes and quad `2 * w + 1` in the high halves. Codes
/// of 5 bits have one word more, bit `8 * i + q` that of byte `i` of quad `q`. Codes of 6 bits have
/// one word more for each half of the block, behind its two: in each byte, from the lowest, the
/// pairs of bits of the half's third, fourth, first and second quad. Vectors unpack such quads with
/// few instructions.
final class PackedCodes {
  /// Words of 4-bit codes.
  static final int NIBBLE_WORDS = 4;

  /// Words of the 6-bit codes of half a block.
  static final int HALF_SIX_BIT_WORDS = 3;

  /// Words of 8-bit codes.
  static final int BYTE_WORDS = 8;

  private static final int HALF_QUADS = BLOCK / 8;
  private static final int LOW_HALVES = 0x0f0f0f0f;
  private static final int LOWEST_BITS = 0x01010101;
  private static final int LOWEST_PAIRS = 0x03030303;

  private PackedCodes() {}

  /// Unpacks codes of 4 bits, less `bias`.
  ///
  /// @param offset of the block's words
  /// @param at index in `to` of the first of `[BLOCK, PANEL_ROWS]`
  static void nibbles(MemorySegment data, long offset, int bias, float[] to, int at) {
    for (int word = 0; word < NIBBLE_WORDS; word++) {
      for (int row = 0; row < PANEL_ROWS; row++) {
        int codes = word(data, offset, word, row);
        putQuad(codes & LOW_HALVES, bias, to, at + index(2 * word, row));
        putQuad(codes >>> 4 & LOW_HALVES, bias, to, at + index(2 * word + 1, row));
      }
    }
  }

  /// Unpacks codes of 5 bits; parameters as for [#nibbles].
  static void fiveBits(MemorySegment data, long offset, int bias, float[] to, int at) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      int bits = word(data, offset, NIBBLE_WORDS, row);
      for (int quad = 0; quad < BLOCK / 4; quad++) {
        int low = word(data, offset, quad / 2, row) >>> quad % 2 * 4 & LOW_HALVES;
        putQuad(low | (bits >>> quad & LOWEST_BITS) << 4, bias, to, at + index(quad, row));
      }
    }
  }

  /// Unpacks codes of 6 bits; parameters as for [#nibbles].
  static void sixBits(MemorySegment data, long offset, int bias, float[] to, int at) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      for (int quad = 0; quad < BLOCK / 4; quad++) {
        int half = quad / HALF_QUADS * HALF_SIX_BIT_WORDS;
        int nibbles = word(data, offset, half + quad % HALF_QUADS / 2, row);
        int low = nibbles >>> quad % 2 * 4 & LOW_HALVES;
        int pairs = word(data, offset, half + 2, row) >>> pairShift(quad) & LOWEST_PAIRS;
        putQuad(low | pairs << 4, bias, to, at + index(quad, row));
      }
    }
  }

  /// Unpacks codes of 8 bits with a sign.
  static void bytes(MemorySegment data, long offset, float[] to, int at) {
    for (int quad = 0; quad < BYTE_WORDS; quad++) {
      for (int row = 0; row < PANEL_ROWS; row++) {
        int codes = word(data, offset, quad, row);
        int i = at + index(quad, row);
        for (int k = 0; k < 4; k++) {
          to[i + k * PANEL_ROWS] = (byte) (codes >>> 8 * k);
        }
      }
    }
  }

  /// The word of fifth bits.
  ///
  /// @param bits bit `i` is that of column `i`
  static int fifthBits(int bits) {
    int word = 0;
    for (int quad = 0; quad < BLOCK / 4; quad++) {
      int four = bits >>> 4 * quad & 0xf;
      // Copies 7 bits apart bring bit i to bit 8 i.
      word |= (four * 0x204081 & LOWEST_BITS) << quad;
    }
    return word;
  }

  /// The word of two quads of 4-bit codes.
  ///
  /// @param first in the low halves of its bytes; the upper halves are ignored, as in `second`
  static int nibbles(int first, int second) {
    return first & LOW_HALVES | (second & LOW_HALVES) << 4;
  }

  /// A quad's part of a word of fifth and sixth bits.
  ///
  /// @param pairs in each byte the two bits of a column
  static int pairs(int quad, int pairs) {
    return (pairs & LOWEST_PAIRS) << pairShift(quad);
  }

  private static int pairShift(int quad) {
    return (quad % HALF_QUADS * 2 + 4) % 8;
  }

  private static int word(MemorySegment data, long offset, int word, int row) {
    return data.get(INT, offset + (long) word * STEP_BYTES + (long) row * Integer.BYTES);
  }

  private static int index(int quad, int row) {
    return 4 * quad * PANEL_ROWS + row;
  }

  private static void putQuad(int codes, int bias, float[] to, int at) {
    to[at] = (codes & 0xff) - bias;
    to[at + PANEL_ROWS] = (codes >>> 8 & 0xff) - bias;
    to[at + 2 * PANEL_ROWS] = (codes >>> 16 & 0xff) - bias;
    to[at + 3 * PANEL_ROWS] = (codes >>> 24) - bias;
  }
}

package dev.gloss.inference.cpu.kernels;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.INT;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import java.lang.foreign.MemorySegment;

/// How the codes of a block of 32 columns lie in the words of a row.
///
/// A quad is four consecutive columns, one a byte; a block has quads 0 to 7. Codes of 4 bits: word
/// `w` has quad `w` in the low halves of its bytes and quad `w + 4` in the high halves, as ggml has
/// it. A fifth bit: one word more, bit `8 * i + q` that of byte `i` of quad `q`. Fifth and sixth
/// bit: two words more, the first for the quads 0 to 3, in whose bytes the pairs of bits are, from
/// the lowest, those of quads 2, 3, 0 and 1. Vectors of 16-bit lanes unpack such quads with few
/// instructions.
final class PackedCodes {
  /// Words of 4-bit codes.
  static final int NIBBLE_WORDS = 4;

  /// Words of 8-bit codes.
  static final int BYTE_WORDS = 8;

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
        putQuad(codes & LOW_HALVES, bias, to, at + index(word, row));
        putQuad(codes >>> 4 & LOW_HALVES, bias, to, at + index(word + 4, row));
      }
    }
  }

  /// Unpacks codes of 5 bits; parameters as for [#nibbles].
  static void fiveBits(MemorySegment data, long offset, int bias, float[] to, int at) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      int fifthBits = word(data, offset, NIBBLE_WORDS, row);
      for (int word = 0; word < NIBBLE_WORDS; word++) {
        int codes = word(data, offset, word, row);
        int low = codes & LOW_HALVES | (fifthBits >>> word & LOWEST_BITS) << 4;
        int high = codes >>> 4 & LOW_HALVES | (fifthBits >>> word + 4 & LOWEST_BITS) << 4;
        putQuad(low, bias, to, at + index(word, row));
        putQuad(high, bias, to, at + index(word + 4, row));
      }
    }
  }

  /// Unpacks codes of 6 bits; parameters as for [#nibbles].
  static void sixBits(MemorySegment data, long offset, int bias, float[] to, int at) {
    for (int row = 0; row < PANEL_ROWS; row++) {
      for (int word = 0; word < NIBBLE_WORDS; word++) {
        int codes = word(data, offset, word, row);
        int shift = pairShift(word);
        int lowPairs = word(data, offset, NIBBLE_WORDS, row) >>> shift & LOWEST_PAIRS;
        int highPairs = word(data, offset, NIBBLE_WORDS + 1, row) >>> shift & LOWEST_PAIRS;
        putQuad(codes & LOW_HALVES | lowPairs << 4, bias, to, at + index(word, row));
        putQuad(codes >>> 4 & LOW_HALVES | highPairs << 4, bias, to, at + index(word + 4, row));
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

  /// A quad's part of a word of fifth and sixth bits.
  ///
  /// @param pairs in each byte the two bits of a column
  static int pairs(int quad, int pairs) {
    return (pairs & LOWEST_PAIRS) << pairShift(quad % 4);
  }

  private static int pairShift(int quad) {
    return (quad * 2 + 4) % 8;
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

package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// How the memory lies that the emitted functions work in: the codes and the factors of a chunk as
/// they are unpacked, and constants, a step each.
final class Scratch {

  /// The factors of a chunk, behind its codes.
  static final int FACTORS = ProductCode.CHUNK_BLOCKS * 8 * STEP_BYTES;

  private static final int MOST_FACTOR_STEPS = 3;
  private static final int CONSTANTS =
      FACTORS + ProductCode.CHUNK_BLOCKS * MOST_FACTOR_STEPS * STEP_BYTES;

  /// `1` in 16 bits.
  static final int ONES = CONSTANTS;

  /// The lower half of each byte.
  static final int LOW_HALVES = ONES + STEP_BYTES;

  /// The fifth bit of each byte.
  static final int FIFTH_BITS = LOW_HALVES + STEP_BYTES;

  /// The fifth and the sixth bit of each byte.
  static final int HIGH_PAIRS = FIFTH_BITS + STEP_BYTES;

  /// The order of bytes that puts the lower halves of four words before their upper halves.
  static final int HALVES_APART = HIGH_PAIRS + STEP_BYTES;

  /// The lowest byte of 32 bits.
  static final int LOW_BYTE = HALVES_APART + STEP_BYTES;

  /// `-0` in float32.
  static final int SIGN = LOW_BYTE + STEP_BYTES;

  /// The sign of each byte.
  static final int BYTE_SIGNS = SIGN + STEP_BYTES;

  /// `-8`, `-16`, `-32`, `-128` in 16 bits.
  static final int MINUS_8 = BYTE_SIGNS + STEP_BYTES;

  static final int MINUS_16 = MINUS_8 + STEP_BYTES;
  static final int MINUS_32 = MINUS_16 + STEP_BYTES;
  static final int MINUS_128 = MINUS_32 + STEP_BYTES;

  /// Bytes of all.
  static final int BYTES = MINUS_128 + STEP_BYTES;

  /// What [#HALVES_APART] has, for 128 bits.
  static final int[] HALVES_ORDER = {0x05040100, 0x0d0c0908, 0x07060302, 0x0f0e0b0a};

  private Scratch() {}

  /// Writes the constants.
  static void fill(MemorySegment scratch) {
    put(scratch, ONES, STEP_BYTES, 0x00010001);
    put(scratch, LOW_HALVES, STEP_BYTES, 0x0f0f0f0f);
    put(scratch, FIFTH_BITS, STEP_BYTES, 0x10101010);
    put(scratch, HIGH_PAIRS, STEP_BYTES, 0x30303030);
    put(scratch, HALVES_APART, STEP_BYTES, HALVES_ORDER);
    put(scratch, LOW_BYTE, STEP_BYTES, 0xff);
    put(scratch, SIGN, STEP_BYTES, 0x80000000);
    put(scratch, BYTE_SIGNS, STEP_BYTES, 0x80808080);
    put(scratch, MINUS_8, STEP_BYTES, 0xfff8fff8);
    put(scratch, MINUS_16, STEP_BYTES, 0xfff0fff0);
    put(scratch, MINUS_32, STEP_BYTES, 0xffe0ffe0);
    put(scratch, MINUS_128, STEP_BYTES, 0xff80ff80);
  }

  /// Writes numbers, again and again.
  static void put(MemorySegment to, int offset, int bytes, int... values) {
    for (int i = 0; i < bytes / Integer.BYTES; i++) {
      to.set(ValueLayout.JAVA_INT, offset + i * Integer.BYTES, values[i % values.length]);
    }
  }
}

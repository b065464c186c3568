package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.F16Panels;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Decodes scales and minima, for one vector of a panel's rows, and applies them.
final class FactorLoops {
  /// The sign at bit 31 and, behind three copies of it, exponent and mantissa of a binary16.
  private static final int SHIFTED_HALF = 0x8fffe000;

  private FactorLoops() {}

  /// Decodes words of two binary16.
  ///
  /// @param lows takes the lower halves, one every `stride` numbers, from index `low` on
  /// @param highs takes the upper halves
  static void halves(
      MemorySegment w,
      long offset,
      int words,
      float[] lows,
      int low,
      float[] highs,
      int high,
      int stride) {
    FloatVector exponent = FloatVector.broadcast(FLOATS, F16Panels.EXPONENT_OFFSET);
    for (int word = 0; word < words; word++) {
      IntVector c = IntVector.fromMemorySegment(INTS, w, offset + (long) word * STEP_BYTES, ORDER);
      c.lanewise(VectorOperators.LSHL, 16)
          .lanewise(VectorOperators.ASHR, 3)
          .and(SHIFTED_HALF)
          .reinterpretAsFloats()
          .mul(exponent)
          .intoArray(lows, low + word * stride);
      c.lanewise(VectorOperators.ASHR, 3)
          .and(SHIFTED_HALF)
          .reinterpretAsFloats()
          .mul(exponent)
          .intoArray(highs, high + word * stride);
    }
  }

  /// Multiplies the first step of factors with the four bytes of words, those of one word after the
  /// other.
  ///
  /// @param sign of the products
  /// @param factors takes them, the first one at index `at` too, the others every `stride` numbers
  static void bytes(
      MemorySegment w, long offset, int words, float sign, float[] factors, int at, int stride) {
    FloatVector f = FloatVector.fromArray(FLOATS, factors, at).mul(sign);
    for (int word = 0; word < words; word++) {
      IntVector c = IntVector.fromMemorySegment(INTS, w, offset + (long) word * STEP_BYTES, ORDER);
      IntVector c1 = c.lanewise(VectorOperators.LSHR, 8).and(0xff);
      IntVector c2 = c.lanewise(VectorOperators.LSHR, 16).and(0xff);
      IntVector c3 = c.lanewise(VectorOperators.LSHR, 24);
      int out = at + 4 * word * stride;
      ((FloatVector) c.and(0xff).convertShape(VectorOperators.I2F, FLOATS, 0))
          .mul(f)
          .intoArray(factors, out);
      ((FloatVector) c1.convertShape(VectorOperators.I2F, FLOATS, 0))
          .mul(f)
          .intoArray(factors, out + stride);
      ((FloatVector) c2.convertShape(VectorOperators.I2F, FLOATS, 0))
          .mul(f)
          .intoArray(factors, out + 2 * stride);
      ((FloatVector) c3.convertShape(VectorOperators.I2F, FLOATS, 0))
          .mul(f)
          .intoArray(factors, out + 3 * stride);
    }
  }

  /// Multiplies with the four signed bytes of words: `steps` steps with each byte.
  ///
  /// @param values has the first step at index `at`, the others every `stride` numbers
  static void multiplyBytes(
      MemorySegment w, long offset, int words, int steps, float[] values, int at, int stride) {
    for (int i = 0; i < 4 * words; i++) {
      FloatVector scale =
          (FloatVector)
              IntVector.fromMemorySegment(INTS, w, offset + (long) (i / 4) * STEP_BYTES, ORDER)
                  .lanewise(VectorOperators.LSHL, 24 - i % 4 * 8)
                  .lanewise(VectorOperators.ASHR, 24)
                  .convertShape(VectorOperators.I2F, FLOATS, 0);
      for (int step = i * steps; step < (i + 1) * steps; step++) {
        FloatVector.fromArray(FLOATS, values, at + step * stride)
            .mul(scale)
            .intoArray(values, at + step * stride);
      }
    }
  }

  /// Turns integers into weights.
  ///
  /// @param values `[blocks, BLOCK, PANEL_ROWS]`
  /// @param scales `[blocks, PANEL_ROWS]`
  static void scale(float[] values, float[] scales, int blocks, int lane) {
    for (int block = 0; block < blocks; block++) {
      FloatVector scale = FloatVector.fromArray(FLOATS, scales, block * PANEL_ROWS + lane);
      for (int step = block * BLOCK; step < (block + 1) * BLOCK; step++) {
        int at = step * PANEL_ROWS + lane;
        FloatVector.fromArray(FLOATS, values, at).mul(scale).intoArray(values, at);
      }
    }
  }

  /// Turns integers into weights that have minima too.
  static void scale(float[] values, float[] scales, float[] minima, int blocks, int lane) {
    for (int block = 0; block < blocks; block++) {
      FloatVector scale = FloatVector.fromArray(FLOATS, scales, block * PANEL_ROWS + lane);
      FloatVector minimum = FloatVector.fromArray(FLOATS, minima, block * PANEL_ROWS + lane);
      for (int step = block * BLOCK; step < (block + 1) * BLOCK; step++) {
        int at = step * PANEL_ROWS + lane;
        FloatVector.fromArray(FLOATS, values, at).fma(scale, minimum).intoArray(values, at);
      }
    }
  }
}

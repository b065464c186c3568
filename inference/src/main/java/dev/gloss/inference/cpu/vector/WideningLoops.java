package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PageMatrix.GROUP_WORDS;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.F16Panels;
import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Loops that make float32 of the stored numbers of a [PageMatrix], group by group.
final class WideningLoops {
  private static final int UPPER_HALF = 0xffff0000;
  private static final long GROUP_BYTES = (long) GROUP_WORDS * Integer.BYTES;
  private static final int PARTS = Integer.BYTES;

  private WideningLoops() {}

  /// Whether the loops of bytes take a matrix: vectors have one factor, or groups whole channels.
  static boolean suits(PageMatrix matrix) {
    int numbers = matrix.byChannel() ? 2 : GROUP_WORDS;
    return matrix.width() % numbers == 0;
  }

  /// Groups of binary16.
  static void halves(MemorySegment page, long at, int groups, MemorySegment to, long toOffset) {
    FloatVector exponent = FloatVector.broadcast(FLOATS, F16Panels.EXPONENT_OFFSET);
    for (int group = 0; group < groups; group++) {
      for (int lane = 0; lane < GROUP_WORDS; lane += Lanes.COUNT) {
        long word = group * GROUP_BYTES + (long) lane * Integer.BYTES;
        long number = toOffset + 2 * group * GROUP_BYTES + (long) lane * Float.BYTES;
        IntVector codes = IntVector.fromMemorySegment(INTS, page, at + word, ORDER);
        IntVector low = codes.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 3);
        IntVector high = codes.lanewise(VectorOperators.ASHR, 3);
        low.and(F16Loops.SHIFTED)
            .reinterpretAsFloats()
            .mul(exponent)
            .intoMemorySegment(to, number, ORDER);
        high.and(F16Loops.SHIFTED)
            .reinterpretAsFloats()
            .mul(exponent)
            .intoMemorySegment(to, number + GROUP_BYTES, ORDER);
      }
    }
  }

  /// Groups of upper halves of binary32.
  static void upperHalves(
      MemorySegment page, long at, int groups, MemorySegment to, long toOffset) {
    for (int group = 0; group < groups; group++) {
      for (int lane = 0; lane < GROUP_WORDS; lane += Lanes.COUNT) {
        long word = group * GROUP_BYTES + (long) lane * Integer.BYTES;
        long number = toOffset + 2 * group * GROUP_BYTES + (long) lane * Float.BYTES;
        IntVector codes = IntVector.fromMemorySegment(INTS, page, at + word, ORDER);
        codes
            .lanewise(VectorOperators.LSHL, 16)
            .reinterpretAsFloats()
            .intoMemorySegment(to, number, ORDER);
        codes
            .and(UPPER_HALF)
            .reinterpretAsFloats()
            .intoMemorySegment(to, number + GROUP_BYTES, ORDER);
      }
    }
  }

  /// Groups of bytes that are two channels of all tokens; the factors `[blocks, PAGE_KEYS]` are
  /// float32 already.
  static void bytesByChannel(
      MemorySegment page, long at, int groups, MemorySegment to, long toOffset, long factors) {
    int blockGroups = PageMatrix.BLOCK / 2;
    for (int group = 0; group < groups; group++) {
      long factor = factors + (long) (group / blockGroups) * PageKernels.PAGE_KEYS * Float.BYTES;
      for (int lane = 0; lane < GROUP_WORDS; lane += Lanes.COUNT) {
        long laneBytes = (long) lane * Float.BYTES;
        IntVector codes =
            IntVector.fromMemorySegment(INTS, page, at + group * GROUP_BYTES + laneBytes, ORDER);
        FloatVector first = FloatVector.fromMemorySegment(FLOATS, to, factor + laneBytes, ORDER);
        FloatVector second =
            FloatVector.fromMemorySegment(FLOATS, to, factor + GROUP_BYTES + laneBytes, ORDER);
        long number = toOffset + PARTS * group * GROUP_BYTES + laneBytes;
        part(codes, 24).mul(first).intoMemorySegment(to, number, ORDER);
        part(codes, 16).mul(second).intoMemorySegment(to, number + GROUP_BYTES, ORDER);
        part(codes, 8).mul(first).intoMemorySegment(to, number + 2 * GROUP_BYTES, ORDER);
        part(codes, 0).mul(second).intoMemorySegment(to, number + 3 * GROUP_BYTES, ORDER);
      }
    }
  }

  /// Groups of bytes that lie token by token; the factors `[PAGE_KEYS, blocks]` are float32
  /// already.
  static void bytesByToken(
      MemorySegment page,
      long at,
      int groups,
      int width,
      int blocks,
      MemorySegment to,
      long toOffset,
      long factors) {
    for (int group = 0; group < groups; group++) {
      int first = group * PARTS * GROUP_WORDS;
      FloatVector f0 = factor(to, factors, first, width, blocks);
      FloatVector f1 = factor(to, factors, first + GROUP_WORDS, width, blocks);
      FloatVector f2 = factor(to, factors, first + 2 * GROUP_WORDS, width, blocks);
      FloatVector f3 = factor(to, factors, first + 3 * GROUP_WORDS, width, blocks);
      for (int lane = 0; lane < GROUP_WORDS; lane += Lanes.COUNT) {
        long laneBytes = (long) lane * Float.BYTES;
        IntVector codes =
            IntVector.fromMemorySegment(INTS, page, at + group * GROUP_BYTES + laneBytes, ORDER);
        long number = toOffset + PARTS * group * GROUP_BYTES + laneBytes;
        part(codes, 24).mul(f0).intoMemorySegment(to, number, ORDER);
        part(codes, 16).mul(f1).intoMemorySegment(to, number + GROUP_BYTES, ORDER);
        part(codes, 8).mul(f2).intoMemorySegment(to, number + 2 * GROUP_BYTES, ORDER);
        part(codes, 0).mul(f3).intoMemorySegment(to, number + 3 * GROUP_BYTES, ORDER);
      }
    }
  }

  /// The factor of 16 numbers, by the place of the first among all.
  private static FloatVector factor(
      MemorySegment to, long factors, int number, int width, int blocks) {
    int factor = number / width * blocks + number % width / PageMatrix.BLOCK;
    float value = to.get(Lanes.FLOAT, factors + (long) factor * Float.BYTES);
    return FloatVector.broadcast(FLOATS, value);
  }

  /// A byte of each word, the highest when shifted by 0.
  private static FloatVector part(IntVector codes, int shift) {
    IntVector code = codes.lanewise(VectorOperators.LSHL, shift).lanewise(VectorOperators.ASHR, 24);
    return (FloatVector) code.convert(VectorOperators.I2F, 0);
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.kernels.Q6KPanels.BIAS;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.INTS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.cpu.kernels.Q6KPanels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Loops of [Q6KPanels].
final class Q6KLoops extends BlockLoops {
  private static final int WORDS = 6;
  private static final int NIBBLE_WORDS = 4;
  private static final int BLOCKS = 8; // of a super-block
  private static final int LOW_HALVES = 0x0f0f0f0f;
  private static final int HIGH_PAIRS = 0x30303030;
  private static final short LOW_BYTE = 0xff;

  Q6KLoops(Arena arena) {
    super(arena);
  }

  @Override
  Q6KPanels format() {
    return PanelFormats.Q6_K;
  }

  @Override
  void sums(
      PackedMatrix matrix,
      int panel,
      long lane,
      int firstBlock,
      int blocks,
      RoundedRow row,
      MemorySegment sums,
      long sumsOffset) {
    for (int i = 0; i < blocks; i++) {
      int block = firstBlock + i;
      long codes = format().codesOffset(matrix, panel, block) + lane;
      long bytes = byteScales(matrix, panel, block) + lane;
      long to = sumsOffset + (long) i * STEP_BYTES + lane;
      sum(matrix.data(), codes, bytes, block % 2 * 16, row, block, sums, to);
    }
  }

  /// One block: both halves of it in 16-bit lanes, 8 products below 2^12 each, then their sums
  /// times the byte scales, which is exact in float32.
  ///
  /// @param shift of the block's two byte scales in their word
  private static void sum(
      MemorySegment w,
      long codes,
      long byteScales,
      int shift,
      RoundedRow row,
      int block,
      MemorySegment to,
      long toOffset) {
    int[] x = row.pairs;
    int at = block * RoundedRow.PAIRS;
    ShortVector s =
        IntVector.broadcast(INTS, row.pairSums[2 * block]).reinterpretAsShorts().mul((short) -BIAS);
    ShortVector t =
        IntVector.broadcast(INTS, row.pairSums[2 * block + 1])
            .reinterpretAsShorts()
            .mul((short) -BIAS);
    long pairs = codes + (long) NIBBLE_WORDS * STEP_BYTES;
    IntVector lowPairs = IntVector.fromMemorySegment(INTS, w, pairs, ORDER);
    IntVector highPairs = IntVector.fromMemorySegment(INTS, w, pairs + STEP_BYTES, ORDER);
    for (int word = 0; word < NIBBLE_WORDS; word += 2) {
      int i = at + 2 * word;
      long step = codes + (long) word * STEP_BYTES;
      IntVector c = IntVector.fromMemorySegment(INTS, w, step, ORDER);
      ShortVector quad = c.and(LOW_HALVES).or(lowPairs.and(HIGH_PAIRS)).reinterpretAsShorts();
      ShortVector v = IntVector.broadcast(INTS, x[i]).reinterpretAsShorts();
      s = s.add(quad.and(LOW_BYTE).mul(v));
      v = IntVector.broadcast(INTS, x[i + 1]).reinterpretAsShorts();
      s = s.add(quad.lanewise(VectorOperators.LSHR, 8).mul(v));
      quad =
          c.lanewise(VectorOperators.LSHR, 4)
              .and(LOW_HALVES)
              .or(highPairs.and(HIGH_PAIRS))
              .reinterpretAsShorts();
      v = IntVector.broadcast(INTS, x[i + 8]).reinterpretAsShorts();
      t = t.add(quad.and(LOW_BYTE).mul(v));
      v = IntVector.broadcast(INTS, x[i + 9]).reinterpretAsShorts();
      t = t.add(quad.lanewise(VectorOperators.LSHR, 8).mul(v));
      c = IntVector.fromMemorySegment(INTS, w, step + STEP_BYTES, ORDER);
      quad =
          c.and(LOW_HALVES)
              .or(lowPairs.lanewise(VectorOperators.LSHR, 2).and(HIGH_PAIRS))
              .reinterpretAsShorts();
      v = IntVector.broadcast(INTS, x[i + 2]).reinterpretAsShorts();
      s = s.add(quad.and(LOW_BYTE).mul(v));
      v = IntVector.broadcast(INTS, x[i + 3]).reinterpretAsShorts();
      s = s.add(quad.lanewise(VectorOperators.LSHR, 8).mul(v));
      quad =
          c.lanewise(VectorOperators.LSHR, 4)
              .and(LOW_HALVES)
              .or(highPairs.lanewise(VectorOperators.LSHR, 2).and(HIGH_PAIRS))
              .reinterpretAsShorts();
      v = IntVector.broadcast(INTS, x[i + 10]).reinterpretAsShorts();
      t = t.add(quad.and(LOW_BYTE).mul(v));
      v = IntVector.broadcast(INTS, x[i + 11]).reinterpretAsShorts();
      t = t.add(quad.lanewise(VectorOperators.LSHR, 8).mul(v));
      lowPairs = lowPairs.lanewise(VectorOperators.LSHL, 4);
      highPairs = highPairs.lanewise(VectorOperators.LSHL, 4);
    }
    IntVector first = s.reinterpretAsInts();
    IntVector second = t.reinterpretAsInts();
    first =
        first
            .lanewise(VectorOperators.LSHL, 16)
            .lanewise(VectorOperators.ASHR, 16)
            .add(first.lanewise(VectorOperators.ASHR, 16));
    second =
        second
            .lanewise(VectorOperators.LSHL, 16)
            .lanewise(VectorOperators.ASHR, 16)
            .add(second.lanewise(VectorOperators.ASHR, 16));
    IntVector bytes =
        IntVector.fromMemorySegment(INTS, w, byteScales, ORDER)
            .lanewise(VectorOperators.LSHR, shift);
    IntVector a = bytes.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 24);
    IntVector b = bytes.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 24);
    FloatVector scaled =
        ((FloatVector) first.convertShape(VectorOperators.I2F, FLOATS, 0))
            .mul((FloatVector) a.convertShape(VectorOperators.I2F, FLOATS, 0));
    ((FloatVector) second.convertShape(VectorOperators.I2F, FLOATS, 0))
        .fma((FloatVector) b.convertShape(VectorOperators.I2F, FLOATS, 0), scaled)
        .intoMemorySegment(to, toOffset, ORDER);
  }

  @Override
  void integers(
      PackedMatrix matrix,
      int panel,
      long lane,
      int firstBlock,
      int blocks,
      MemorySegment quads,
      MemorySegment to,
      long toOffset) {
    for (int i = 0; i < blocks; i++) {
      int block = firstBlock + i;
      long codes = format().codesOffset(matrix, panel, block) + lane;
      quads(matrix.data(), codes, quads, lane);
      long out = toOffset + 32L * i * STEP_BYTES + lane;
      Quads.floats(quads, lane, 8, 0, BIAS, to, out);
      long bytes = byteScales(matrix, panel, block) + lane;
      scale(matrix.data(), bytes, block % 2 * 16, to, out);
      scale(matrix.data(), bytes, block % 2 * 16 + 8, to, out + 16L * STEP_BYTES);
    }
  }

  /// Where the word with a block's byte scales is.
  private long byteScales(PackedMatrix matrix, int panel, int block) {
    int word = 1 + block % BLOCKS / 2;
    return format().factorsOffset(matrix, panel, block) + (long) word * STEP_BYTES;
  }

  private static void quads(MemorySegment w, long codes, MemorySegment to, long toOffset) {
    long pairs = codes + (long) NIBBLE_WORDS * STEP_BYTES;
    IntVector lowPairs = IntVector.fromMemorySegment(INTS, w, pairs, ORDER);
    IntVector highPairs = IntVector.fromMemorySegment(INTS, w, pairs + STEP_BYTES, ORDER);
    for (int word = 0; word < NIBBLE_WORDS; word += 2) {
      long step = (long) word * STEP_BYTES;
      long low = toOffset + step;
      long high = low + (long) NIBBLE_WORDS * STEP_BYTES;
      IntVector c = IntVector.fromMemorySegment(INTS, w, codes + step, ORDER);
      IntVector upper = c.lanewise(VectorOperators.LSHR, 4).and(LOW_HALVES);
      c.and(LOW_HALVES).or(lowPairs.and(HIGH_PAIRS)).intoMemorySegment(to, low, ORDER);
      upper.or(highPairs.and(HIGH_PAIRS)).intoMemorySegment(to, high, ORDER);
      c = IntVector.fromMemorySegment(INTS, w, codes + step + STEP_BYTES, ORDER);
      upper = c.lanewise(VectorOperators.LSHR, 4).and(LOW_HALVES);
      c.and(LOW_HALVES)
          .or(lowPairs.lanewise(VectorOperators.LSHR, 2).and(HIGH_PAIRS))
          .intoMemorySegment(to, low + STEP_BYTES, ORDER);
      upper
          .or(highPairs.lanewise(VectorOperators.LSHR, 2).and(HIGH_PAIRS))
          .intoMemorySegment(to, high + STEP_BYTES, ORDER);
      lowPairs = lowPairs.lanewise(VectorOperators.LSHL, 4);
      highPairs = highPairs.lanewise(VectorOperators.LSHL, 4);
    }
  }

  /// Multiplies 16 columns with their byte scale.
  private static void scale(
      MemorySegment w, long byteScales, int shift, MemorySegment to, long toOffset) {
    IntVector bytes =
        IntVector.fromMemorySegment(INTS, w, byteScales, ORDER)
            .lanewise(VectorOperators.LSHR, shift)
            .lanewise(VectorOperators.LSHL, 24)
            .lanewise(VectorOperators.ASHR, 24);
    FloatVector scale = (FloatVector) bytes.convertShape(VectorOperators.I2F, FLOATS, 0);
    for (int k = 0; k < 16; k++) {
      long step = toOffset + (long) k * STEP_BYTES;
      FloatVector.fromMemorySegment(FLOATS, to, step, ORDER)
          .mul(scale)
          .intoMemorySegment(to, step, ORDER);
    }
  }

  @Override
  void factors(
      PackedMatrix matrix,
      int panel,
      long lane,
      int firstBlock,
      int blocks,
      MemorySegment scales,
      MemorySegment minima,
      long offset) {
    for (int block = 0; block < blocks; block += BLOCKS) {
      long d = format().factorsOffset(matrix, panel, firstBlock + block) + lane;
      long to = offset + lane + (long) block * STEP_BYTES;
      // The upper half of the word is 0 and goes where the next scale overwrites it.
      HalfFactors.decode(matrix.data(), d, 1, scales, to, scales, to + STEP_BYTES, 0);
      FloatVector scale = FloatVector.fromMemorySegment(FLOATS, scales, to, ORDER);
      for (int i = 1; i < BLOCKS; i++) {
        scale.intoMemorySegment(scales, to + (long) i * STEP_BYTES, ORDER);
      }
    }
  }
}

package dev.gloss.inference.cpu.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Loops that do one thing as fast as the machine can: what every kernel is measured by.
public final class PeakLoops {
  private static final int STREAMS = 4;

  // As many chains as two units with a latency of four and some more want, and no more than there
  // are registers for.
  private static final int CHAINS = 12;

  /// Bytes that [#read] takes at a time; what is read is a multiple of it.
  public static final int READ_BYTES = STREAMS * Lanes.BYTES;

  /// Operations of one round of [#multiplyAdd]: a product and a sum in each lane of each chain.
  public static final long ROUND_OPERATIONS = 2L * CHAINS * Lanes.COUNT;

  private PeakLoops() {}

  /// Reads memory and does as little as can be with it.
  ///
  /// @param bytes a multiple of [#READ_BYTES]
  /// @return all of it, the words of 32 bits combined by exclusive or
  public static int read(MemorySegment memory, long offset, long bytes) {
    IntVector a = IntVector.zero(Lanes.INTS);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    long end = offset + bytes;
    for (long at = offset; at < end; at += READ_BYTES) {
      a = a.lanewise(VectorOperators.XOR, load(memory, at));
      b = b.lanewise(VectorOperators.XOR, load(memory, at + Lanes.BYTES));
      c = c.lanewise(VectorOperators.XOR, load(memory, at + 2L * Lanes.BYTES));
      d = d.lanewise(VectorOperators.XOR, load(memory, at + 3L * Lanes.BYTES));
    }
    return a.lanewise(VectorOperators.XOR, b)
        .lanewise(VectorOperators.XOR, c.lanewise(VectorOperators.XOR, d))
        .reduceLanes(VectorOperators.XOR);
  }

  private static IntVector load(MemorySegment memory, long at) {
    return IntVector.fromMemorySegment(Lanes.INTS, memory, at, Lanes.ORDER);
  }

  /// Computes fused multiply-adds of float32 and nothing else, [#ROUND_OPERATIONS] a round.
  ///
  /// @return what came of it; it stays near 1
  public static float multiplyAdd(int rounds) {
    FloatVector factor = FloatVector.broadcast(Lanes.FLOATS, 0.5f);
    FloatVector term = factor;
    FloatVector a = factor;
    FloatVector b = factor;
    FloatVector c = factor;
    FloatVector d = factor;
    FloatVector e = factor;
    FloatVector f = factor;
    FloatVector g = factor;
    FloatVector h = factor;
    FloatVector i = factor;
    FloatVector j = factor;
    FloatVector k = factor;
    FloatVector l = factor;
    for (int round = 0; round < rounds; round++) {
      a = a.fma(factor, term);
      b = b.fma(factor, term);
      c = c.fma(factor, term);
      d = d.fma(factor, term);
      e = e.fma(factor, term);
      f = f.fma(factor, term);
      g = g.fma(factor, term);
      h = h.fma(factor, term);
      i = i.fma(factor, term);
      j = j.fma(factor, term);
      k = k.fma(factor, term);
      l = l.fma(factor, term);
    }
    FloatVector first = a.add(b).add(c).add(d).add(e).add(f);
    FloatVector second = g.add(h).add(i).add(j).add(k).add(l);
    return first.add(second).lane(0) / CHAINS;
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.Exponential;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Loops whose results do not depend on their neighbours. Each does whole vectors and says how many
/// numbers that were; the rest is left to the plain kernels.
final class ElementwiseLoops {
  private ElementwiseLoops() {}

  /// `y = x * factor * weight`.
  static int scale(
      MemorySegment x,
      long xOffset,
      float factor,
      MemorySegment weight,
      int n,
      MemorySegment y,
      long yOffset) {
    int end = FLOATS.loopBound(n);
    FloatVector f = FloatVector.broadcast(FLOATS, factor);
    for (int i = 0; i < end; i += Lanes.COUNT) {
      long at = (long) i * Float.BYTES;
      FloatVector w = FloatVector.fromMemorySegment(FLOATS, weight, at, ORDER);
      FloatVector.fromMemorySegment(FLOATS, x, xOffset + at, ORDER)
          .mul(f)
          .mul(w)
          .intoMemorySegment(y, yOffset + at, ORDER);
    }
    return end;
  }

  /// Sums of squares in 16 chains, element `i` in chain `i % 16`.
  static void sumSquares(MemorySegment x, long xOffset, int n, float[] sums) {
    int chains = sums.length;
    int whole = n / chains * chains;
    for (int chain = 0; chain < chains; chain += Lanes.COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int i = chain; i < whole; i += chains) {
        FloatVector v =
            FloatVector.fromMemorySegment(FLOATS, x, xOffset + (long) i * Float.BYTES, ORDER);
        sum = v.fma(v, sum);
      }
      sum.intoArray(sums, chain);
    }
    for (int i = whole; i < n; i++) {
      float value = x.get(FLOAT, xOffset + (long) i * Float.BYTES);
      sums[i - whole] = Math.fma(value, value, sums[i - whole]);
    }
  }

  /// `y = y + scale * x`.
  static int addScaled(
      float scale, MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
    int end = FLOATS.loopBound(n);
    FloatVector s = FloatVector.broadcast(FLOATS, scale);
    for (int i = 0; i < end; i += Lanes.COUNT) {
      long at = (long) i * Float.BYTES;
      FloatVector sum = FloatVector.fromMemorySegment(FLOATS, y, yOffset + at, ORDER);
      s.fma(FloatVector.fromMemorySegment(FLOATS, x, xOffset + at, ORDER), sum)
          .intoMemorySegment(y, yOffset + at, ORDER);
    }
    return end;
  }

  /// `y = y * yScale + x * xScale`.
  static int mix(
      float xScale,
      MemorySegment x,
      long xOffset,
      float yScale,
      MemorySegment y,
      long yOffset,
      int n) {
    int end = FLOATS.loopBound(n);
    FloatVector xs = FloatVector.broadcast(FLOATS, xScale);
    FloatVector ys = FloatVector.broadcast(FLOATS, yScale);
    for (int i = 0; i < end; i += Lanes.COUNT) {
      long at = (long) i * Float.BYTES;
      FloatVector scaled = FloatVector.fromMemorySegment(FLOATS, y, yOffset + at, ORDER).mul(ys);
      FloatVector.fromMemorySegment(FLOATS, x, xOffset + at, ORDER)
          .fma(xs, scaled)
          .intoMemorySegment(y, yOffset + at, ORDER);
    }
    return end;
  }

  /// `gate = gate / (1 + exp(-gate)) * up`, the exponential as [Exponential] has it.
  static int siluMultiply(
      MemorySegment gate, long gateOffset, MemorySegment up, long upOffset, int n) {
    int end = FLOATS.loopBound(n);
    for (int i = 0; i < end; i += Lanes.COUNT) {
      long at = (long) i * Float.BYTES;
      FloatVector value = FloatVector.fromMemorySegment(FLOATS, gate, gateOffset + at, ORDER);
      FloatVector x = value.neg().max(Exponential.MIN_ARGUMENT).min(Exponential.MAX_ARGUMENT);
      FloatVector rounded =
          x.fma(
              FloatVector.broadcast(FLOATS, Exponential.LOG2_E),
              FloatVector.broadcast(FLOATS, Exponential.ROUNDING));
      FloatVector exponent = rounded.sub(Exponential.ROUNDING);
      FloatVector r = exponent.fma(FloatVector.broadcast(FLOATS, Exponential.MINUS_LN2_HIGH), x);
      r = exponent.fma(FloatVector.broadcast(FLOATS, Exponential.MINUS_LN2_LOW), r);
      FloatVector p = FloatVector.broadcast(FLOATS, Exponential.C5);
      p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C4));
      p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C3));
      p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C2));
      p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C1));
      p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C0));
      IntVector mantissa = p.fma(r.mul(r), r).add(1.0f).reinterpretAsInts();
      IntVector bits =
          rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, Exponential.EXPONENT_SHIFT);
      FloatVector e = mantissa.add(bits).reinterpretAsFloats();
      value
          .div(e.add(1.0f))
          .mul(FloatVector.fromMemorySegment(FLOATS, up, upOffset + at, ORDER))
          .intoMemorySegment(gate, gateOffset + at, ORDER);
    }
    return end;
  }
}

package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.Exponential;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Scores with lanes = heads, values with lanes = channels: neither needs a horizontal sum.
final class AttentionLoops {
  private AttentionLoops() {}

  /// Scores of four keys for one vector of heads.
  ///
  /// @param query offset of the vector in the first channel
  /// @param keys offset of the first key
  static void scoresOfFour(
      MemorySegment q,
      long query,
      long laneBytes,
      int width,
      MemorySegment k,
      long keys,
      long keyStride,
      MemorySegment scores,
      long scoresOffset) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    long k1 = keys + keyStride;
    long k2 = keys + 2 * keyStride;
    long k3 = keys + 3 * keyStride;
    for (int c = 0; c < width; c++) {
      long at = (long) c * Float.BYTES;
      FloatVector v = FloatVector.fromMemorySegment(FLOATS, q, query + c * laneBytes, ORDER);
      s0 = v.fma(FloatVector.broadcast(FLOATS, k.get(FLOAT, keys + at)), s0);
      s1 = v.fma(FloatVector.broadcast(FLOATS, k.get(FLOAT, k1 + at)), s1);
      s2 = v.fma(FloatVector.broadcast(FLOATS, k.get(FLOAT, k2 + at)), s2);
      s3 = v.fma(FloatVector.broadcast(FLOATS, k.get(FLOAT, k3 + at)), s3);
    }
    s0.intoMemorySegment(scores, scoresOffset, ORDER);
    s1.intoMemorySegment(scores, scoresOffset + laneBytes, ORDER);
    s2.intoMemorySegment(scores, scoresOffset + 2 * laneBytes, ORDER);
    s3.intoMemorySegment(scores, scoresOffset + 3 * laneBytes, ORDER);
  }

  /// The score of one key for one vector of heads.
  static void scoreOfOne(
      MemorySegment q,
      long query,
      long laneBytes,
      int width,
      MemorySegment k,
      long key,
      MemorySegment scores,
      long scoresOffset) {
    FloatVector s = FloatVector.zero(FLOATS);
    for (int c = 0; c < width; c++) {
      FloatVector v = FloatVector.fromMemorySegment(FLOATS, q, query + c * laneBytes, ORDER);
      float value = k.get(FLOAT, key + (long) c * Float.BYTES);
      s = v.fma(FloatVector.broadcast(FLOATS, value), s);
    }
    s.intoMemorySegment(scores, scoresOffset, ORDER);
  }

  /// Maximum, exponentials and their sum for one vector of heads.
  static void softmax(
      MemorySegment scores,
      long scoresOffset,
      long laneBytes,
      int keyCount,
      MemorySegment statistics,
      long maxOffset,
      long sumOffset) {
    FloatVector max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int key = 0; key < keyCount; key++) {
      long at = scoresOffset + key * laneBytes;
      max = max.max(FloatVector.fromMemorySegment(FLOATS, scores, at, ORDER));
    }
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int key = 0; key < keyCount; key++) {
      long at = scoresOffset + key * laneBytes;
      FloatVector x =
          FloatVector.fromMemorySegment(FLOATS, scores, at, ORDER)
              .sub(max)
              .max(Exponential.MIN_ARGUMENT)
              .min(Exponential.MAX_ARGUMENT);
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
      e.intoMemorySegment(scores, at, ORDER);
      sum = sum.add(e);
    }
    max.intoMemorySegment(statistics, maxOffset, ORDER);
    sum.intoMemorySegment(statistics, sumOffset, ORDER);
  }

  /// Adds the values of all keys to the sums of four heads, for two vectors of channels.
  ///
  /// @param p offset of the first head's probability of the first key
  /// @param values offset of the first channel of the first key
  static void addValuesOfFour(
      MemorySegment probabilities,
      long p,
      long laneBytes,
      MemorySegment v,
      long values,
      long valueStride,
      int keyCount,
      MemorySegment out,
      long outOffset,
      long outStride) {
    long second = outOffset + Lanes.BYTES;
    FloatVector a0 = FloatVector.fromMemorySegment(FLOATS, out, outOffset, ORDER);
    FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, out, second, ORDER);
    FloatVector a1 = FloatVector.fromMemorySegment(FLOATS, out, outOffset + outStride, ORDER);
    FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, out, second + outStride, ORDER);
    FloatVector a2 = FloatVector.fromMemorySegment(FLOATS, out, outOffset + 2 * outStride, ORDER);
    FloatVector b2 = FloatVector.fromMemorySegment(FLOATS, out, second + 2 * outStride, ORDER);
    FloatVector a3 = FloatVector.fromMemorySegment(FLOATS, out, outOffset + 3 * outStride, ORDER);
    FloatVector b3 = FloatVector.fromMemorySegment(FLOATS, out, second + 3 * outStride, ORDER);
    for (int key = 0; key < keyCount; key++) {
      long at = values + key * valueStride;
      long pAt = p + key * laneBytes;
      FloatVector va = FloatVector.fromMemorySegment(FLOATS, v, at, ORDER);
      FloatVector vb = FloatVector.fromMemorySegment(FLOATS, v, at + Lanes.BYTES, ORDER);
      FloatVector p0 = FloatVector.broadcast(FLOATS, probabilities.get(FLOAT, pAt));
      FloatVector p1 = FloatVector.broadcast(FLOATS, probabilities.get(FLOAT, pAt + 4));
      FloatVector p2 = FloatVector.broadcast(FLOATS, probabilities.get(FLOAT, pAt + 8));
      FloatVector p3 = FloatVector.broadcast(FLOATS, probabilities.get(FLOAT, pAt + 12));
      a0 = va.fma(p0, a0);
      b0 = vb.fma(p0, b0);
      a1 = va.fma(p1, a1);
      b1 = vb.fma(p1, b1);
      a2 = va.fma(p2, a2);
      b2 = vb.fma(p2, b2);
      a3 = va.fma(p3, a3);
      b3 = vb.fma(p3, b3);
    }
    a0.intoMemorySegment(out, outOffset, ORDER);
    b0.intoMemorySegment(out, second, ORDER);
    a1.intoMemorySegment(out, outOffset + outStride, ORDER);
    b1.intoMemorySegment(out, second + outStride, ORDER);
    a2.intoMemorySegment(out, outOffset + 2 * outStride, ORDER);
    b2.intoMemorySegment(out, second + 2 * outStride, ORDER);
    a3.intoMemorySegment(out, outOffset + 3 * outStride, ORDER);
    b3.intoMemorySegment(out, second + 3 * outStride, ORDER);
  }

  /// Adds the values of all keys to the sums of one head, for one vector of channels; parameters as
  /// for [#addValuesOfFour].
  static void addValuesOfOne(
      MemorySegment probabilities,
      long p,
      long laneBytes,
      MemorySegment v,
      long values,
      long valueStride,
      int keyCount,
      MemorySegment out,
      long outOffset) {
    FloatVector sum = FloatVector.fromMemorySegment(FLOATS, out, outOffset, ORDER);
    for (int key = 0; key < keyCount; key++) {
      FloatVector value =
          FloatVector.fromMemorySegment(FLOATS, v, values + key * valueStride, ORDER);
      float probability = probabilities.get(FLOAT, p + key * laneBytes);
      sum = value.fma(FloatVector.broadcast(FLOATS, probability), sum);
    }
    sum.intoMemorySegment(out, outOffset, ORDER);
  }
}

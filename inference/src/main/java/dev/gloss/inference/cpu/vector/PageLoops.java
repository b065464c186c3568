package dev.gloss.inference.cpu.vector;

import static dev.gloss.inference.cpu.vector.Lanes.FLOAT;
import static dev.gloss.inference.cpu.vector.Lanes.FLOATS;
import static dev.gloss.inference.cpu.vector.Lanes.ORDER;

import dev.gloss.inference.cpu.kernels.Exponential;
import dev.gloss.inference.cpu.kernels.PageKernels;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Scores with lanes = keys, values with lanes = channels: neither needs a horizontal sum. Each
/// loop does two vectors side by side.
final class PageLoops {
  private static final long CHANNEL_BYTES = (long) PageKernels.PAGE_KEYS * Float.BYTES;

  private PageLoops() {}

  /// Scores of four queries for two vectors of keys.
  ///
  /// @param keys offset of the first key in the first channel
  static void scoresOfFour(
      MemorySegment q,
      long query,
      long queryStride,
      int width,
      MemorySegment k,
      long keys,
      MemorySegment scores,
      long scoresOffset,
      long scoreStride) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    FloatVector a2 = a0;
    FloatVector b2 = a0;
    FloatVector a3 = a0;
    FloatVector b3 = a0;
    long q1 = query + queryStride;
    long q2 = query + 2 * queryStride;
    long q3 = query + 3 * queryStride;
    for (int c = 0; c < width; c++) {
      long channel = keys + c * CHANNEL_BYTES;
      long at = (long) c * Float.BYTES;
      FloatVector ka = FloatVector.fromMemorySegment(FLOATS, k, channel, ORDER);
      FloatVector kb = FloatVector.fromMemorySegment(FLOATS, k, channel + Lanes.BYTES, ORDER);
      FloatVector v0 = FloatVector.broadcast(FLOATS, q.get(FLOAT, query + at));
      FloatVector v1 = FloatVector.broadcast(FLOATS, q.get(FLOAT, q1 + at));
      FloatVector v2 = FloatVector.broadcast(FLOATS, q.get(FLOAT, q2 + at));
      FloatVector v3 = FloatVector.broadcast(FLOATS, q.get(FLOAT, q3 + at));
      a0 = ka.fma(v0, a0);
      b0 = kb.fma(v0, b0);
      a1 = ka.fma(v1, a1);
      b1 = kb.fma(v1, b1);
      a2 = ka.fma(v2, a2);
      b2 = kb.fma(v2, b2);
      a3 = ka.fma(v3, a3);
      b3 = kb.fma(v3, b3);
    }
    long second = scoresOffset + Lanes.BYTES;
    a0.intoMemorySegment(scores, scoresOffset, ORDER);
    b0.intoMemorySegment(scores, second, ORDER);
    a1.intoMemorySegment(scores, scoresOffset + scoreStride, ORDER);
    b1.intoMemorySegment(scores, second + scoreStride, ORDER);
    a2.intoMemorySegment(scores, scoresOffset + 2 * scoreStride, ORDER);
    b2.intoMemorySegment(scores, second + 2 * scoreStride, ORDER);
    a3.intoMemorySegment(scores, scoresOffset + 3 * scoreStride, ORDER);
    b3.intoMemorySegment(scores, second + 3 * scoreStride, ORDER);
  }

  /// Scores of two queries for two vectors of keys.
  static void scoresOfTwo(
      MemorySegment q,
      long query,
      long queryStride,
      int width,
      MemorySegment k,
      long keys,
      MemorySegment scores,
      long scoresOffset,
      long scoreStride) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    for (int c = 0; c < width; c++) {
      long channel = keys + c * CHANNEL_BYTES;
      long at = query + (long) c * Float.BYTES;
      FloatVector ka = FloatVector.fromMemorySegment(FLOATS, k, channel, ORDER);
      FloatVector kb = FloatVector.fromMemorySegment(FLOATS, k, channel + Lanes.BYTES, ORDER);
      FloatVector v0 = FloatVector.broadcast(FLOATS, q.get(FLOAT, at));
      FloatVector v1 = FloatVector.broadcast(FLOATS, q.get(FLOAT, at + queryStride));
      a0 = ka.fma(v0, a0);
      b0 = kb.fma(v0, b0);
      a1 = ka.fma(v1, a1);
      b1 = kb.fma(v1, b1);
    }
    a0.intoMemorySegment(scores, scoresOffset, ORDER);
    b0.intoMemorySegment(scores, scoresOffset + Lanes.BYTES, ORDER);
    a1.intoMemorySegment(scores, scoresOffset + scoreStride, ORDER);
    b1.intoMemorySegment(scores, scoresOffset + scoreStride + Lanes.BYTES, ORDER);
  }

  /// The scores of one query for two vectors of keys.
  static void scoresOfOne(
      MemorySegment q,
      long query,
      int width,
      MemorySegment k,
      long keys,
      MemorySegment scores,
      long scoresOffset) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    for (int c = 0; c < width; c++) {
      long channel = keys + c * CHANNEL_BYTES;
      FloatVector v = FloatVector.broadcast(FLOATS, q.get(FLOAT, query + (long) c * Float.BYTES));
      a = FloatVector.fromMemorySegment(FLOATS, k, channel, ORDER).fma(v, a);
      b = FloatVector.fromMemorySegment(FLOATS, k, channel + Lanes.BYTES, ORDER).fma(v, b);
    }
    a.intoMemorySegment(scores, scoresOffset, ORDER);
    b.intoMemorySegment(scores, scoresOffset + Lanes.BYTES, ORDER);
  }

  /// The largest of whole vectors of scores.
  static float max(MemorySegment scores, long scoresOffset, int end) {
    FloatVector max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int key = 0; key < end; key += Lanes.COUNT) {
      long at = scoresOffset + (long) key * Float.BYTES;
      max = max.max(FloatVector.fromMemorySegment(FLOATS, scores, at, ORDER));
    }
    return max.reduceLanes(VectorOperators.MAX); // the same in any order
  }

  /// Exponentials of whole vectors of scores, those that are `step` keys apart summed in a vector
  /// of chains; as [Exponential] has it.
  ///
  /// @param first the first key of the chains
  static void addExponentials(
      MemorySegment scores,
      long scoresOffset,
      int first,
      int end,
      int step,
      float most,
      float[] chains) {
    FloatVector sum = FloatVector.zero(FLOATS);
    FloatVector max = FloatVector.broadcast(FLOATS, most);
    for (int key = first; key < end; key += step) {
      long at = scoresOffset + (long) key * Float.BYTES;
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
    sum.intoArray(chains, first);
  }

  /// Adds weighted values of all keys to four rows, for two vectors of channels.
  ///
  /// @param weight offset of the first row's weight of the first key
  /// @param values offset of the first channel of the first key
  static void valuesOfFour(
      MemorySegment weights,
      long weight,
      long weightStride,
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
    long w1 = weight + weightStride;
    long w2 = weight + 2 * weightStride;
    long w3 = weight + 3 * weightStride;
    for (int key = 0; key < keyCount; key++) {
      long at = values + key * valueStride;
      long k = (long) key * Float.BYTES;
      FloatVector va = FloatVector.fromMemorySegment(FLOATS, v, at, ORDER);
      FloatVector vb = FloatVector.fromMemorySegment(FLOATS, v, at + Lanes.BYTES, ORDER);
      FloatVector p0 = FloatVector.broadcast(FLOATS, weights.get(FLOAT, weight + k));
      FloatVector p1 = FloatVector.broadcast(FLOATS, weights.get(FLOAT, w1 + k));
      FloatVector p2 = FloatVector.broadcast(FLOATS, weights.get(FLOAT, w2 + k));
      FloatVector p3 = FloatVector.broadcast(FLOATS, weights.get(FLOAT, w3 + k));
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

  /// Adds weighted values of all keys to two rows, for two vectors of channels.
  static void valuesOfTwo(
      MemorySegment weights,
      long weight,
      long weightStride,
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
    for (int key = 0; key < keyCount; key++) {
      long at = values + key * valueStride;
      long k = weight + (long) key * Float.BYTES;
      FloatVector va = FloatVector.fromMemorySegment(FLOATS, v, at, ORDER);
      FloatVector vb = FloatVector.fromMemorySegment(FLOATS, v, at + Lanes.BYTES, ORDER);
      FloatVector p0 = FloatVector.broadcast(FLOATS, weights.get(FLOAT, k));
      FloatVector p1 = FloatVector.broadcast(FLOATS, weights.get(FLOAT, k + weightStride));
      a0 = va.fma(p0, a0);
      b0 = vb.fma(p0, b0);
      a1 = va.fma(p1, a1);
      b1 = vb.fma(p1, b1);
    }
    a0.intoMemorySegment(out, outOffset, ORDER);
    b0.intoMemorySegment(out, second, ORDER);
    a1.intoMemorySegment(out, outOffset + outStride, ORDER);
    b1.intoMemorySegment(out, second + outStride, ORDER);
  }

  /// Adds weighted values of all keys to one row, for two vectors of channels.
  static void valuesOfOne(
      MemorySegment weights,
      long weight,
      MemorySegment v,
      long values,
      long valueStride,
      int keyCount,
      MemorySegment out,
      long outOffset) {
    FloatVector a = FloatVector.fromMemorySegment(FLOATS, out, outOffset, ORDER);
    FloatVector b = FloatVector.fromMemorySegment(FLOATS, out, outOffset + Lanes.BYTES, ORDER);
    for (int key = 0; key < keyCount; key++) {
      long at = values + key * valueStride;
      FloatVector p =
          FloatVector.broadcast(FLOATS, weights.get(FLOAT, weight + (long) key * Float.BYTES));
      a = FloatVector.fromMemorySegment(FLOATS, v, at, ORDER).fma(p, a);
      b = FloatVector.fromMemorySegment(FLOATS, v, at + Lanes.BYTES, ORDER).fma(p, b);
    }
    a.intoMemorySegment(out, outOffset, ORDER);
    b.intoMemorySegment(out, outOffset + Lanes.BYTES, ORDER);
  }

  /// Adds weighted values of all keys to one row, for the last vector of channels.
  static void lastValues(
      MemorySegment weights,
      long weight,
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
      float p = weights.get(FLOAT, weight + (long) key * Float.BYTES);
      sum = value.fma(FloatVector.broadcast(FLOATS, p), sum);
    }
    sum.intoMemorySegment(out, outOffset, ORDER);
  }
}

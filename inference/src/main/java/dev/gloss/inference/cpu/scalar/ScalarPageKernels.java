package dev.gloss.inference.cpu.scalar;

import dev.gloss.inference.cpu.kernels.Exponential;
import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Attention to pages, one operation after another.
public final class ScalarPageKernels implements PageKernels {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final float[] row = new float[PAGE_KEYS];
  private final float[] chains = new float[SUM_CHAINS];

  @Override
  public void widen(
      PageMatrix matrix, MemorySegment page, long at, MemorySegment to, long toOffset) {
    for (int slot = 0; slot < PAGE_KEYS; slot++) {
      for (int channel = 0; channel < matrix.width(); channel++) {
        float value = matrix.get(page, at, slot, channel);
        to.set(FLOAT, toOffset + (long) matrix.index(slot, channel) * Float.BYTES, value);
      }
    }
  }

  @Override
  public void scorePage(
      MemorySegment queries,
      long queriesOffset,
      long queryStride,
      int count,
      int width,
      MemorySegment keys,
      long keysOffset,
      MemorySegment scores,
      long scoresOffset,
      long scoreStride) {
    for (int query = 0; query < count; query++) {
      Arrays.fill(row, 0);
      for (int c = 0; c < width; c++) {
        float q = queries.get(FLOAT, queriesOffset + query * queryStride + (long) c * Float.BYTES);
        long channel = keysOffset + (long) c * PAGE_KEYS * Float.BYTES;
        for (int key = 0; key < PAGE_KEYS; key++) {
          row[key] = Math.fma(q, keys.get(FLOAT, channel + (long) key * Float.BYTES), row[key]);
        }
      }
      MemorySegment.copy(row, 0, scores, FLOAT, scoresOffset + query * scoreStride, PAGE_KEYS);
    }
  }

  @Override
  public void exponentials(
      MemorySegment scores,
      long scoresOffset,
      int keyCount,
      MemorySegment statistics,
      long statisticsOffset) {
    float max = max(scores, scoresOffset, 0, keyCount, Float.NEGATIVE_INFINITY);
    Arrays.fill(chains, 0);
    addExponentials(scores, scoresOffset, 0, keyCount, max, chains);
    statistics.set(FLOAT, statisticsOffset, max);
    statistics.set(FLOAT, statisticsOffset + Float.BYTES, sum(chains));
  }

  /// The largest of `max` and the scores from `first` to before `keyCount`.
  public static float max(
      MemorySegment scores, long scoresOffset, int first, int keyCount, float max) {
    float most = max;
    for (int key = first; key < keyCount; key++) {
      most = Math.max(most, scores.get(FLOAT, scoresOffset + (long) key * Float.BYTES));
    }
    return most;
  }

  /// Replaces the scores from `first` to before `keyCount`, adding each to its chain.
  public static void addExponentials(
      MemorySegment scores, long scoresOffset, int first, int keyCount, float max, float[] chains) {
    for (int key = first; key < keyCount; key++) {
      long at = scoresOffset + (long) key * Float.BYTES;
      float e = Exponential.exp(scores.get(FLOAT, at) - max);
      scores.set(FLOAT, at, e);
      chains[key % SUM_CHAINS] += e;
    }
  }

  /// Adds chains up as a tree of halves.
  ///
  /// @param chains changed
  public static float sum(float[] chains) {
    for (int half = SUM_CHAINS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        chains[i] += chains[i + half];
      }
    }
    return chains[0];
  }

  @Override
  public void addWeighted(
      MemorySegment weights,
      long weightsOffset,
      long weightStride,
      int count,
      MemorySegment values,
      long valuesOffset,
      long valueStride,
      int keyCount,
      int width,
      MemorySegment out,
      long outOffset,
      long outStride) {
    for (int i = 0; i < count; i++) {
      for (int key = 0; key < keyCount; key++) {
        float weight =
            weights.get(FLOAT, weightsOffset + i * weightStride + (long) key * Float.BYTES);
        for (int c = 0; c < width; c++) {
          long at = (long) c * Float.BYTES;
          float value = values.get(FLOAT, valuesOffset + key * valueStride + at);
          float sum = out.get(FLOAT, outOffset + i * outStride + at);
          out.set(FLOAT, outOffset + i * outStride + at, Math.fma(weight, value, sum));
        }
      }
    }
  }
}

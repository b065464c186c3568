package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import dev.gloss.inference.cpu.scalar.ScalarPageKernels;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Attention to pages with the Vector API.
public final class VectorPageKernels implements PageKernels {
  private final PageKernels plain = new ScalarPageKernels();
  private final float[] chains = new float[SUM_CHAINS];

  @Override
  public void widen(
      PageMatrix matrix, MemorySegment page, long at, MemorySegment to, long toOffset) {
    int groups = matrix.groups();
    switch (matrix.type()) {
      case F16 -> WideningLoops.halves(page, at, groups, to, toOffset);
      case BF16 -> WideningLoops.upperHalves(page, at, groups, to, toOffset);
      case Q8_0 -> {
        if (WideningLoops.suits(matrix)) {
          PageMatrix factors = matrix.factors();
          long factorsAt = toOffset + (long) matrix.count() * Float.BYTES;
          WideningLoops.halves(page, at + matrix.factorsOffset(), factors.groups(), to, factorsAt);
          if (matrix.byChannel()) {
            WideningLoops.bytesByChannel(page, at, groups, to, toOffset, factorsAt);
          } else {
            WideningLoops.bytesByToken(
                page, at, groups, matrix.width(), factors.width(), to, toOffset, factorsAt);
          }
        } else {
          plain.widen(matrix, page, at, to, toOffset);
        }
      }
      case F32 -> plain.widen(matrix, page, at, to, toOffset);
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
    for (int key = 0; key < PAGE_KEYS; key += 2 * Lanes.COUNT) {
      long at = (long) key * Float.BYTES;
      int query = 0;
      for (; query + 4 <= count; query += 4) {
        PageLoops.scoresOfFour(
            queries,
            queriesOffset + query * queryStride,
            queryStride,
            width,
            keys,
            keysOffset + at,
            scores,
            scoresOffset + query * scoreStride + at,
            scoreStride);
      }
      if (query + 2 <= count) {
        PageLoops.scoresOfTwo(
            queries,
            queriesOffset + query * queryStride,
            queryStride,
            width,
            keys,
            keysOffset + at,
            scores,
            scoresOffset + query * scoreStride + at,
            scoreStride);
        query += 2;
      }
      if (query < count) {
        PageLoops.scoresOfOne(
            queries,
            queriesOffset + query * queryStride,
            width,
            keys,
            keysOffset + at,
            scores,
            scoresOffset + query * scoreStride + at);
      }
    }
  }

  @Override
  public void exponentials(
      MemorySegment scores,
      long scoresOffset,
      int keyCount,
      MemorySegment statistics,
      long statisticsOffset) {
    int whole = keyCount / Lanes.COUNT * Lanes.COUNT;
    float max = PageLoops.max(scores, scoresOffset, whole);
    max = ScalarPageKernels.max(scores, scoresOffset, whole, keyCount, max);
    Arrays.fill(chains, 0);
    for (int first = 0; first < Math.min(SUM_CHAINS, whole); first += Lanes.COUNT) {
      PageLoops.addExponentials(scores, scoresOffset, first, whole, SUM_CHAINS, max, chains);
    }
    ScalarPageKernels.addExponentials(scores, scoresOffset, whole, keyCount, max, chains);
    statistics.set(Lanes.FLOAT, statisticsOffset, max);
    statistics.set(Lanes.FLOAT, statisticsOffset + Float.BYTES, ScalarPageKernels.sum(chains));
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
    int channel = 0;
    // Vectors may reach behind `width`, up to the next multiple of 16.
    for (; channel + Lanes.COUNT < width; channel += 2 * Lanes.COUNT) {
      long at = (long) channel * Float.BYTES;
      int row = 0;
      for (; row + 4 <= count; row += 4) {
        PageLoops.valuesOfFour(
            weights,
            weightsOffset + row * weightStride,
            weightStride,
            values,
            valuesOffset + at,
            valueStride,
            keyCount,
            out,
            outOffset + row * outStride + at,
            outStride);
      }
      if (row + 2 <= count) {
        PageLoops.valuesOfTwo(
            weights,
            weightsOffset + row * weightStride,
            weightStride,
            values,
            valuesOffset + at,
            valueStride,
            keyCount,
            out,
            outOffset + row * outStride + at,
            outStride);
        row += 2;
      }
      if (row < count) {
        PageLoops.valuesOfOne(
            weights,
            weightsOffset + row * weightStride,
            values,
            valuesOffset + at,
            valueStride,
            keyCount,
            out,
            outOffset + row * outStride + at);
      }
    }
    for (int row = 0; channel < width && row < count; row++) {
      long at = (long) channel * Float.BYTES;
      PageLoops.lastValues(
          weights,
          weightsOffset + row * weightStride,
          values,
          valuesOffset + at,
          valueStride,
          keyCount,
          out,
          outOffset + row * outStride + at);
    }
  }
}

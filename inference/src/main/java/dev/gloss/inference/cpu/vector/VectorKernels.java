package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RoundingScratch;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The kernels with the Vector API, in the widest vectors of the machine up to 512 bits.
///
/// What is left over behind whole vectors goes to the plain kernels.
public final class VectorKernels implements Kernels {
  private static final int NORM_CHAINS = 16;

  private final ScalarKernels rest = new ScalarKernels();
  private final Multiplier multiplier;
  private final Rounding rounding = new Rounding();
  private final RoundingScratch scratch = new RoundingScratch();
  private final float[] sums = new float[NORM_CHAINS];

  /// @param arena owns the scratch memory
  public VectorKernels(Arena arena) {
    multiplier = new Multiplier(arena);
  }

  private final PageKernels pages = new VectorPageKernels();

  @Override
  public PageKernels pages() {
    return pages;
  }

  @Override
  public String name() {
    return "vector-" + Lanes.FLOATS.vectorBitSize();
  }

  @Override
  public int panelGroup() {
    return RowLoops.GROUP_PANELS;
  }

  @Override
  public void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    if (matrix.roundsActivations()) {
      scratch.multiply(this, matrix, firstPanel, panelCount, x, y, firstRow, rows);
    } else {
      multiplier.multiply(matrix, firstPanel, panelCount, x, y, firstRow, rows);
    }
  }

  @Override
  public void round(RowView x, int columns, int firstRow, int rows, RoundedRows to) {
    rounding.round(x, columns, firstRow, rows, to);
  }

  @Override
  public void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RoundedRows x,
      RowView y,
      int firstRow,
      int rows) {
    multiplier.multiply(matrix, firstPanel, panelCount, x, y, firstRow, rows);
  }

  @Override
  public void decode(
      PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long offset) {
    multiplier.decode(matrix, panel, first, count, to, offset);
  }

  @Override
  public void rmsNorm(
      MemorySegment x,
      long xOffset,
      MemorySegment weight,
      int n,
      float eps,
      MemorySegment y,
      long yOffset) {
    ElementwiseLoops.sumSquares(x, xOffset, n, sums);
    float factor = ScalarKernels.normFactor(sums, n, eps);
    int done = ElementwiseLoops.scale(x, xOffset, factor, weight, n, y, yOffset);
    ScalarKernels.scale(x, xOffset, factor, weight, done, n, y, yOffset);
  }

  @Override
  public void siluMultiply(
      MemorySegment gate, long gateOffset, MemorySegment up, long upOffset, int n) {
    int done = ElementwiseLoops.siluMultiply(gate, gateOffset, up, upOffset, n);
    long at = (long) done * Float.BYTES;
    rest.siluMultiply(gate, gateOffset + at, up, upOffset + at, n - done);
  }

  @Override
  public void addScaled(
      float scale, MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
    int done = ElementwiseLoops.addScaled(scale, x, xOffset, y, yOffset, n);
    long at = (long) done * Float.BYTES;
    rest.addScaled(scale, x, xOffset + at, y, yOffset + at, n - done);
  }

  @Override
  public void mix(
      float xScale,
      MemorySegment x,
      long xOffset,
      float yScale,
      MemorySegment y,
      long yOffset,
      int n) {
    int done = ElementwiseLoops.mix(xScale, x, xOffset, yScale, y, yOffset, n);
    long at = (long) done * Float.BYTES;
    rest.mix(xScale, x, xOffset + at, yScale, y, yOffset + at, n - done);
  }

  @Override
  public void scores(
      MemorySegment query,
      long queryOffset,
      int heads,
      int headLanes,
      int width,
      MemorySegment keys,
      long keysOffset,
      long keyStride,
      int keyCount,
      MemorySegment scores,
      long scoresOffset) {
    long laneBytes = (long) headLanes * Float.BYTES;
    for (int head = 0; head < heads; head += Lanes.COUNT) {
      long q = queryOffset + (long) head * Float.BYTES;
      long s = scoresOffset + (long) head * Float.BYTES;
      int key = 0;
      for (; key + 4 <= keyCount; key += 4) {
        AttentionLoops.scoresOfFour(
            query,
            q,
            laneBytes,
            width,
            keys,
            keysOffset + key * keyStride,
            keyStride,
            scores,
            s + key * laneBytes);
      }
      for (; key < keyCount; key++) {
        long k = keysOffset + key * keyStride;
        AttentionLoops.scoreOfOne(query, q, laneBytes, width, keys, k, scores, s + key * laneBytes);
      }
    }
  }

  @Override
  public void softmax(
      MemorySegment scores,
      long scoresOffset,
      int heads,
      int headLanes,
      int keyCount,
      MemorySegment maxima,
      long maximaOffset) {
    long laneBytes = (long) headLanes * Float.BYTES;
    for (int head = 0; head < heads; head += Lanes.COUNT) {
      long at = (long) head * Float.BYTES;
      long max = maximaOffset + at;
      AttentionLoops.softmax(
          scores, scoresOffset + at, laneBytes, keyCount, maxima, max, max + laneBytes);
    }
  }

  @Override
  public void addValues(
      MemorySegment probabilities,
      long probabilitiesOffset,
      int heads,
      int headLanes,
      MemorySegment values,
      long valuesOffset,
      long valueStride,
      int keyCount,
      int width,
      MemorySegment out,
      long outOffset,
      long outStride) {
    long laneBytes = (long) headLanes * Float.BYTES;
    int channel = 0;
    for (; channel < width; channel += 2 * Lanes.COUNT) {
      long at = (long) channel * Float.BYTES;
      // Vectors may reach behind `width`, up to the next multiple of 16.
      boolean two = channel + Lanes.COUNT < width;
      int head = two ? heads / 4 * 4 : 0;
      for (int first = 0; first < head; first += 4) {
        AttentionLoops.addValuesOfFour(
            probabilities,
            probabilitiesOffset + (long) first * Float.BYTES,
            laneBytes,
            values,
            valuesOffset + at,
            valueStride,
            keyCount,
            out,
            outOffset + first * outStride + at,
            outStride);
      }
      for (; head < heads; head++) {
        for (int vector = 0; vector < (two ? 2 : 1); vector++) {
          long vectorAt = at + (long) vector * Lanes.BYTES;
          AttentionLoops.addValuesOfOne(
              probabilities,
              probabilitiesOffset + (long) head * Float.BYTES,
              laneBytes,
              values,
              valuesOffset + vectorAt,
              valueStride,
              keyCount,
              out,
              outOffset + head * outStride + vectorAt);
        }
      }
    }
  }
}

package dev.gloss.inference.cpu.scalar;

import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.Exponential;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RoundingScratch;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The kernels, one operation after another.
public final class ScalarKernels implements Kernels {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int NORM_CHAINS = 16;

  private final FloatProducts floatProducts = new FloatProducts();
  private final BlockProducts blockProducts = new BlockProducts();
  private final RoundingScratch scratch = new RoundingScratch();
  private final float[] sums = new float[NORM_CHAINS];

  private final PageKernels pages = new ScalarPageKernels();

  @Override
  public PageKernels pages() {
    return pages;
  }

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int panelGroup() {
    return 1;
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
      floatProducts.multiply(matrix, firstPanel, panelCount, x, y, firstRow, rows);
    }
  }

  @Override
  public void round(RowView x, int columns, int firstRow, int rows, RoundedRows to) {
    blockProducts.round(x, columns, firstRow, rows, to);
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
    BlockPanels format = (BlockPanels) matrix.format();
    blockProducts.multiply(format, matrix, firstPanel, panelCount, x, y, firstRow, rows);
  }

  @Override
  public void decode(
      PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long offset) {
    floatProducts.decode(matrix, panel, first, count, to, offset);
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
    Arrays.fill(sums, 0);
    for (int i = 0; i < n; i++) {
      float value = x.get(FLOAT, xOffset + (long) i * Float.BYTES);
      sums[i % NORM_CHAINS] = Math.fma(value, value, sums[i % NORM_CHAINS]);
    }
    float factor = normFactor(sums, n, eps);
    scale(x, xOffset, factor, weight, 0, n, y, yOffset);
  }

  /// `1 / sqrt(mean + eps)` of a sum of squares in 16 chains, which it adds up as a tree of halves.
  ///
  /// @param chains changed
  public static float normFactor(float[] chains, int n, float eps) {
    for (int half = NORM_CHAINS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        chains[i] += chains[i + half];
      }
    }
    return (float) (1.0 / Math.sqrt(chains[0] / n + eps));
  }

  /// `y = x * factor * weight`, for the numbers from `first` to before `n`.
  public static void scale(
      MemorySegment x,
      long xOffset,
      float factor,
      MemorySegment weight,
      int first,
      int n,
      MemorySegment y,
      long yOffset) {
    for (int i = first; i < n; i++) {
      long at = (long) i * Float.BYTES;
      y.set(FLOAT, yOffset + at, x.get(FLOAT, xOffset + at) * factor * weight.get(FLOAT, at));
    }
  }

  @Override
  public void siluMultiply(
      MemorySegment gate, long gateOffset, MemorySegment up, long upOffset, int n) {
    for (int i = 0; i < n; i++) {
      long at = (long) i * Float.BYTES;
      float value = gate.get(FLOAT, gateOffset + at);
      float silu = value / (1.0f + Exponential.exp(-value));
      gate.set(FLOAT, gateOffset + at, silu * up.get(FLOAT, upOffset + at));
    }
  }

  @Override
  public void addScaled(
      float scale, MemorySegment x, long xOffset, MemorySegment y, long yOffset, int n) {
    for (int i = 0; i < n; i++) {
      long at = (long) i * Float.BYTES;
      float sum = Math.fma(scale, x.get(FLOAT, xOffset + at), y.get(FLOAT, yOffset + at));
      y.set(FLOAT, yOffset + at, sum);
    }
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
    for (int i = 0; i < n; i++) {
      long at = (long) i * Float.BYTES;
      float scaled = y.get(FLOAT, yOffset + at) * yScale;
      y.set(FLOAT, yOffset + at, Math.fma(x.get(FLOAT, xOffset + at), xScale, scaled));
    }
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
    for (int key = 0; key < keyCount; key++) {
      for (int head = 0; head < heads; head++) {
        float sum = 0;
        for (int c = 0; c < width; c++) {
          float q = query.get(FLOAT, queryOffset + ((long) c * headLanes + head) * Float.BYTES);
          float k = keys.get(FLOAT, keysOffset + key * keyStride + (long) c * Float.BYTES);
          sum = Math.fma(q, k, sum);
        }
        scores.set(FLOAT, scoresOffset + ((long) key * headLanes + head) * Float.BYTES, sum);
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
    for (int head = 0; head < heads; head++) {
      long column = scoresOffset + (long) head * Float.BYTES;
      long stride = (long) headLanes * Float.BYTES;
      float max = Float.NEGATIVE_INFINITY;
      for (int key = 0; key < keyCount; key++) {
        max = Math.max(max, scores.get(FLOAT, column + key * stride));
      }
      float sum = 0;
      for (int key = 0; key < keyCount; key++) {
        float e = Exponential.exp(scores.get(FLOAT, column + key * stride) - max);
        scores.set(FLOAT, column + key * stride, e);
        sum += e;
      }
      maxima.set(FLOAT, maximaOffset + (long) head * Float.BYTES, max);
      maxima.set(FLOAT, maximaOffset + (long) (headLanes + head) * Float.BYTES, sum);
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
    for (int head = 0; head < heads; head++) {
      for (int c = 0; c < width; c++) {
        long at = outOffset + head * outStride + (long) c * Float.BYTES;
        float sum = out.get(FLOAT, at);
        for (int key = 0; key < keyCount; key++) {
          long p = probabilitiesOffset + ((long) key * headLanes + head) * Float.BYTES;
          float value =
              values.get(FLOAT, valuesOffset + key * valueStride + (long) c * Float.BYTES);
          sum = Math.fma(probabilities.get(FLOAT, p), value, sum);
        }
        out.set(FLOAT, at, sum);
      }
    }
  }
}

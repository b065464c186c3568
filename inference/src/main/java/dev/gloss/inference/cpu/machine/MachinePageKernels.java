package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import dev.gloss.inference.cpu.machine.FloatProductCode.Form;
import java.lang.foreign.MemorySegment;

/// Attention to pages, the products by machine code; for one thread.
final class MachinePageKernels implements PageKernels {
  private final PageKernels others;
  private final FloatProducts products;

  /// @param others for what there is no machine code for
  MachinePageKernels(PageKernels others, FloatProducts products) {
    this.others = others;
    this.products = products;
  }

  @Override
  public void widen(
      PageMatrix matrix, MemorySegment page, long at, MemorySegment to, long toOffset) {
    others.widen(matrix, page, at, to, toOffset);
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
    products
        .a(queries, queriesOffset, queryStride)
        .b(keys, keysOffset, (long) PAGE_KEYS * Float.BYTES)
        .out(scores, scoresOffset, scoreStride)
        .multiply(Form.PRODUCT, count, width, PAGE_KEYS);
    MachineKernels.keepAlive(queries, keys, scores);
  }

  @Override
  public void exponentials(
      MemorySegment scores,
      long scoresOffset,
      int keyCount,
      MemorySegment statistics,
      long statisticsOffset) {
    others.exponentials(scores, scoresOffset, keyCount, statistics, statisticsOffset);
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
    products
        .a(weights, weightsOffset, weightStride)
        .b(values, valuesOffset, valueStride)
        .out(out, outOffset, outStride)
        .multiply(Form.SUM, count, keyCount, width);
    MachineKernels.keepAlive(weights, values, out);
  }
}

package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.machine.FloatProductCode.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Attention to pages, the products by machine code; for one thread.
final class MachinePageKernels implements PageKernels {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final PageKernels others;
  private final Functions functions;
  private final MemorySegment arguments;

  /// @param others for what there is no machine code for
  /// @param arena owns the scratch memory
  MachinePageKernels(PageKernels others, Functions functions, Arena arena) {
    this.others = others;
    this.functions = functions;
    arguments = arena.allocate(Argument.BYTES, Long.BYTES);
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
    if (count < 1 || width < 1) {
      return;
    }
    put(Argument.A, queries.address() + queriesOffset);
    put(Argument.A_STRIDE, queryStride);
    put(Argument.ROWS, count);
    put(Argument.B, keys.address() + keysOffset);
    put(Argument.B_STRIDE, (long) PAGE_KEYS * Float.BYTES);
    put(Argument.DEPTH, width);
    put(Argument.OUT, scores.address() + scoresOffset);
    put(Argument.OUT_STRIDE, scoreStride);
    put(Argument.TILES, PAGE_KEYS / FloatProductCode.TILE_COLUMNS);
    run(functions.floatProduct());
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
    if (count < 1 || keyCount < 1 || width < 1) {
      return;
    }
    put(Argument.A, weights.address() + weightsOffset);
    put(Argument.A_STRIDE, weightStride);
    put(Argument.ROWS, count);
    put(Argument.B, values.address() + valuesOffset);
    put(Argument.B_STRIDE, valueStride);
    put(Argument.DEPTH, keyCount);
    put(Argument.OUT, out.address() + outOffset);
    put(Argument.OUT_STRIDE, outStride);
    // The last tile may reach behind `width`, up to the next multiple of 16.
    put(Argument.TILES, Math.ceilDiv(width, FloatProductCode.TILE_COLUMNS));
    run(functions.addedFloatProduct());
  }

  private void put(Argument argument, long value) {
    arguments.set(LONG, argument.offset(), value);
  }

  private void run(MemorySegment function) {
    Functions.run(function, arguments);
  }
}

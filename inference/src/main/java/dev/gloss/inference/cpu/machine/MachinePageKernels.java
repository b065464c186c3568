package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.machine.FloatProductCode.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Attention to pages, the products by machine code; for one thread.
final class MachinePageKernels implements PageKernels {
  private final PageKernels others;
  private final Functions functions;
  private final Arguments<Argument> arguments;

  /// @param others for what there is no machine code for
  /// @param arena owns the scratch memory
  MachinePageKernels(PageKernels others, Functions functions, Arena arena) {
    this.others = others;
    this.functions = functions;
    arguments = new Arguments<>(Argument.class, 0, arena);
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
    arguments.put(Argument.A, queries.address() + queriesOffset);
    arguments.put(Argument.A_STRIDE, queryStride);
    arguments.put(Argument.ROWS, count);
    arguments.put(Argument.B, keys.address() + keysOffset);
    arguments.put(Argument.B_STRIDE, (long) PAGE_KEYS * Float.BYTES);
    arguments.put(Argument.DEPTH, width);
    arguments.put(Argument.OUT, scores.address() + scoresOffset);
    arguments.put(Argument.OUT_STRIDE, scoreStride);
    arguments.put(Argument.TILES, PAGE_KEYS / FloatProductCode.TILE_COLUMNS);
    arguments.call(functions.floatProduct());
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
    arguments.put(Argument.A, weights.address() + weightsOffset);
    arguments.put(Argument.A_STRIDE, weightStride);
    arguments.put(Argument.ROWS, count);
    arguments.put(Argument.B, values.address() + valuesOffset);
    arguments.put(Argument.B_STRIDE, valueStride);
    arguments.put(Argument.DEPTH, keyCount);
    arguments.put(Argument.OUT, out.address() + outOffset);
    arguments.put(Argument.OUT_STRIDE, outStride);
    // The last tile may reach behind `width`, up to the next multiple of 16.
    arguments.put(Argument.TILES, Math.ceilDiv(width, FloatProductCode.TILE_COLUMNS));
    arguments.call(functions.addedFloatProduct());
  }
}

package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.machine.RoundingCode.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/// Rounds rows by machine code; for one thread.
final class Rounding {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final Functions functions;
  private final MemorySegment arguments;

  /// @param arena owns the scratch memory
  Rounding(Functions functions, Arena arena) {
    this.functions = functions;
    arguments = arena.allocate(Argument.BYTES, Long.BYTES);
    MemorySegment constants = arena.allocate(RoundingCode.CONSTANT_BYTES, PackedMatrix.STEP_BYTES);
    RoundingCode.fill(constants);
    put(Argument.CONSTANTS, constants.address());
  }

  void round(RowView x, int columns, int firstRow, int rows, RoundedRows to) {
    int blocks = columns / BlockPanels.BLOCK;
    if (rows < 1 || blocks < 1) {
      return;
    }
    put(Argument.FROM, x.segment().address() + x.offsetOf(firstRow));
    put(Argument.STRIDE, x.strideBytes());
    put(Argument.ROWS, rows);
    put(Argument.BLOCKS, blocks);
    put(Argument.TO, to.segment().address() + to.offsetOf(firstRow, 0));
    put(Argument.TO_STRIDE, to.strideBytes());
    Functions.run(functions.rounding(), arguments);
    Reference.reachabilityFence(x);
    Reference.reachabilityFence(to);
  }

  private void put(Argument argument, long value) {
    arguments.set(LONG, argument.offset(), value);
  }
}

package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.machine.RoundingCode.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// Rounds rows by machine code; for one thread.
final class Rounding {
  private final Functions functions;
  private final Arguments<Argument> arguments;

  /// @param arena owns the scratch memory
  Rounding(Functions functions, Arena arena) {
    this.functions = functions;
    arguments = new Arguments<>(Argument.class, 0, arena);
    MemorySegment constants = arena.allocate(RoundingCode.CONSTANT_BYTES, PackedMatrix.STEP_BYTES);
    RoundingCode.fill(constants);
    arguments.put(Argument.CONSTANTS, constants.address());
  }

  void round(RowView x, int columns, int firstRow, int rows, RoundedRows to) {
    int blocks = columns / BlockPanels.BLOCK;
    if (rows < 1 || blocks < 1) {
      return;
    }
    arguments.put(Argument.FROM, x.segment().address() + x.offsetOf(firstRow));
    arguments.put(Argument.STRIDE, x.strideBytes());
    arguments.put(Argument.ROWS, rows);
    arguments.put(Argument.BLOCKS, blocks);
    arguments.put(Argument.TO, to.segment().address() + to.offsetOf(firstRow, 0));
    arguments.put(Argument.TO_STRIDE, to.strideBytes());
    arguments.call(functions.rounding());
    Reference.reachabilityFence(x);
    Reference.reachabilityFence(to);
  }
}

package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.machine.Assembler.Label;
import java.util.function.IntConsumer;

/// How functions go over rows: in tiles of four as long as there are so many, then of two and one.
final class RowTiles {
  private static final int[] SIZES = {4, 2, 1};

  private RowTiles() {}

  /// Writes the loops.
  ///
  /// @param left has the rows that are left, 0 afterwards
  /// @param tile writes what is done with so many rows, and goes on to the next ones
  static void write(Assembler asm, Register left, IntConsumer tile) {
    for (int rows : SIZES) {
      Label again = new Label();
      Label fewer = new Label();
      asm.bind(again);
      asm.cmp(left, rows);
      asm.jl(fewer);
      tile.accept(rows);
      asm.sub(left, rows);
      asm.jmp(again);
      asm.bind(fewer);
    }
  }
}

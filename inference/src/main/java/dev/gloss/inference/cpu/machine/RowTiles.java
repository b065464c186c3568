package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.machine.Assembler.Label;
import java.util.function.IntConsumer;

/// How functions go over rows: in the largest tiles as long as there are so many, then in those of
/// half as many, and so on.
final class RowTiles {
  private RowTiles() {}

  /// Writes the loops.
  ///
  /// @param most rows of a tile
  /// @param left has the rows that are left, 0 afterwards
  /// @param tile writes what is done with so many rows, and goes on to the next ones
  static void write(Assembler asm, int most, Register left, IntConsumer tile) {
    for (int rows = most; rows > 0; rows /= 2) {
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

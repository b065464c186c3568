package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.machine.FloatProductCode.Argument;
import dev.gloss.inference.cpu.machine.FloatProductCode.Form;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Calls the functions that multiply small float32 matrices, which [#a], [#b] and [#out] name
/// before each; for one thread.
final class FloatProducts {
  private final Functions functions;
  private final Arguments<Argument> arguments;

  /// @param arena owns the scratch memory
  FloatProducts(Functions functions, Arena arena) {
    this.functions = functions;
    arguments = new Arguments<>(Argument.class, 0, arena);
  }

  /// Where the next product finds `a`.
  ///
  /// @param stride bytes from row to row as it lies
  FloatProducts a(MemorySegment segment, long offset, long stride) {
    arguments.put(Argument.A, segment.address() + offset);
    arguments.put(Argument.A_STRIDE, stride);
    return this;
  }

  /// Where the next product finds `b`.
  FloatProducts b(MemorySegment segment, long offset, long stride) {
    arguments.put(Argument.B, segment.address() + offset);
    arguments.put(Argument.B_STRIDE, stride);
    return this;
  }

  /// Where the next product is put.
  FloatProducts out(MemorySegment segment, long offset, long stride) {
    arguments.put(Argument.OUT, segment.address() + offset);
    arguments.put(Argument.OUT_STRIDE, stride);
    return this;
  }

  /// Panels of `b` in a product with gathered rows.
  int gatheredPanels() {
    return FloatProductCode.gatheredPanels(functions.instructions());
  }

  /// Multiplies; nothing where a size is 0. The memory stays with whoever calls.
  ///
  /// @param rows of the product
  /// @param depth numbers that each of its numbers sums
  /// @param columns of the product; more are computed, up to the next multiple of
  ///   [FloatProductCode#TILE_COLUMNS]
  void multiply(Form form, int rows, int depth, int columns) {
    if (rows < 1 || depth < 1 || columns < 1) {
      return;
    }
    arguments.put(Argument.ROWS, rows);
    arguments.put(Argument.DEPTH, depth);
    arguments.put(Argument.TILES, Math.ceilDiv(columns, FloatProductCode.TILE_COLUMNS));
    arguments.call(functions.floatProduct(form));
  }
}

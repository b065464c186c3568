package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.machine.WordProductCode.PANELS;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.kernels.WordPanels;
import dev.gloss.inference.cpu.machine.WordProductCode.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// Calls the emitted functions for activations as they are, some panels and one row at a time; for
/// one thread.
final class WordProducts {
  /// With more rows it is faster to decode weights once for all of them.
  private static final int MOST_ROWS = 2;

  private static final Argument[] ARGUMENTS = Argument.values();

  private final Functions functions;
  private final Arguments<Argument> arguments;

  /// Results of panels that have not all rows, or are computed for nobody.
  private final MemorySegment edge;

  /// @param arena owns the scratch memory
  WordProducts(Functions functions, Arena arena) {
    this.functions = functions;
    edge = arena.allocate((long) PANELS * STEP_BYTES, STEP_BYTES);
    arguments = new Arguments<>(Argument.class, 0, arena);
    MemorySegment constants = arena.allocate(WordProductCode.CONSTANT_BYTES, STEP_BYTES);
    WordProductCode.fill(constants);
    arguments.put(Argument.CONSTANTS, constants.address());
  }

  /// Whether there is a function for such a product.
  static boolean areFor(PackedMatrix matrix, int rows) {
    return rows <= MOST_ROWS
        && matrix.format() instanceof WordPanels format
        && WordProductCode.isWrittenFor(format.dtype())
        && matrix.columns() > 0
        && matrix.columns() % format.columnsPerWord() == 0;
  }

  void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    WordPanels format = (WordPanels) matrix.format();
    MemorySegment function = functions.wordProduct(format.dtype());
    arguments.put(Argument.COUNT, format.words(matrix.columns()));
    int end = firstPanel + panelCount;
    for (int panel = firstPanel; panel < end; panel += PANELS) {
      int count = Math.min(PANELS, end - panel);
      for (int i = 0; i < PANELS; i++) {
        putPanel(i, format, matrix, panel + Math.min(i, count - 1));
      }
      for (int row = firstRow; row < firstRow + rows; row++) {
        arguments.put(Argument.X, x.segment().address() + x.offsetOf(row));
        multiplyRow(function, matrix, panel, count, y, row);
      }
    }
    // The code knows their memory by its address alone.
    Reference.reachabilityFence(matrix);
    Reference.reachabilityFence(x);
    Reference.reachabilityFence(y);
  }

  private void putPanel(int i, WordPanels format, PackedMatrix matrix, int panel) {
    long at = matrix.data().address() + matrix.panelOffset(panel);
    long words = at + format.headerBytes(matrix.columns());
    arguments.put(ARGUMENTS[Argument.WORDS_0.ordinal() + i], words);
    arguments.put(ARGUMENTS[Argument.SCALES_0.ordinal() + i], at);
  }

  private void multiplyRow(
      MemorySegment function, PackedMatrix matrix, int panel, int count, RowView y, int row) {
    long out = y.offsetOf(row) + (long) panel * STEP_BYTES;
    for (int i = 0; i < PANELS; i++) {
      boolean whole = i < count && matrix.panelRows(panel + i) == PANEL_ROWS;
      long to = whole ? y.segment().address() + out : edge.address();
      arguments.put(ARGUMENTS[Argument.OUT_0.ordinal() + i], to + (long) i * STEP_BYTES);
    }
    arguments.call(function);
    int last = count - 1;
    int lastRows = matrix.panelRows(panel + last);
    if (lastRows < PANEL_ROWS) {
      long from = (long) last * STEP_BYTES;
      MemorySegment.copy(edge, from, y.segment(), out + from, (long) lastRows * Float.BYTES);
    }
  }
}

package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.machine.FloatProductCode.GATHERED_COLUMNS;
import static dev.gloss.inference.cpu.machine.FloatProductCode.GATHERED_STRIDE;

import dev.gloss.inference.cpu.kernels.F32Panels;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.machine.FloatProductCode.Form;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// Products of many rows of activations as they are, with weights that other kernels decode: so
/// many columns at a time as stay in the first-level cache, of so many rows as stay in the
/// second-level one; for one thread.
final class DecodedProducts {
  private static final int MOST_ROWS = 256;

  /// Fewer do not pay for the calls.
  private static final int LEAST_ROWS = 32;

  private static final long DECODED_BYTES = (long) GATHERED_COLUMNS * STEP_BYTES;

  private final Kernels others;
  private final FloatProducts products;

  /// Panels of a product.
  private final int panels;

  private final MemorySegment gathered;
  private final MemorySegment decoded;

  /// Results of panels that are not all there, or have not all rows.
  private final MemorySegment edge;

  /// @param others decode weights
  /// @param arena owns the scratch memory
  DecodedProducts(Kernels others, FloatProducts products, Arena arena) {
    this.others = others;
    this.products = products;
    gathered = arena.allocate((long) MOST_ROWS * GATHERED_STRIDE, STEP_BYTES);
    panels = products.gatheredPanels();
    decoded = arena.allocate(panels * DECODED_BYTES, STEP_BYTES);
    edge = arena.allocate((long) MOST_ROWS * panels * STEP_BYTES, STEP_BYTES);
  }

  /// Whether such a product is computed faster here.
  static boolean areFor(PackedMatrix matrix, int rows) {
    return rows >= LEAST_ROWS && matrix.columns() > 0;
  }

  void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    for (int done = 0; done < rows; done += MOST_ROWS) {
      int count = Math.min(MOST_ROWS, rows - done);
      multiplyRows(matrix, firstPanel, panelCount, x, y, firstRow + done, count);
    }
    // The code knows their memory by its address alone.
    Reference.reachabilityFence(matrix);
    Reference.reachabilityFence(y);
    Reference.reachabilityFence(this);
  }

  private void multiplyRows(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    int end = firstPanel + panelCount;
    int whole = wholePanels(matrix, firstPanel, end);
    for (int column = 0; column < matrix.columns(); column += GATHERED_COLUMNS) {
      int count = Math.min(GATHERED_COLUMNS, matrix.columns() - column);
      gather(x, firstRow, rows, column, count);
      products.a(gathered, 0, GATHERED_STRIDE);
      Form form = column == 0 ? Form.GATHERED_PRODUCT : Form.GATHERED_SUM;
      for (int panel = firstPanel; panel < end; panel += panels) {
        putWeights(matrix, panel, Math.min(panel + panels, end), column, count);
        if (panel < firstPanel + whole) {
          products.out(y.segment(), offset(y, firstRow, panel), y.strideBytes());
        } else {
          products.out(edge, 0, panels * STEP_BYTES);
        }
        products.multiply(form, rows, count, PANEL_ROWS);
      }
    }
    if (whole < panelCount) {
      copyEdge(matrix, firstPanel + whole, end, y, firstRow, rows);
    }
  }

  /// How many panels there are whose results can be written where they belong: some have no other
  /// beside them, or not all rows.
  private int wholePanels(PackedMatrix matrix, int first, int end) {
    int whole = Math.min(end, matrix.rows() / PANEL_ROWS) - first;
    return Math.max(0, whole - whole % panels);
  }

  private static long offset(RowView y, int row, int panel) {
    return y.offsetOf(row) + (long) panel * STEP_BYTES;
  }

  private void gather(RowView x, int firstRow, int rows, int column, int count) {
    for (int row = 0; row < rows; row++) {
      long from = x.offsetOf(firstRow + row) + (long) column * Float.BYTES;
      long to = (long) row * GATHERED_STRIDE;
      MemorySegment.copy(x.segment(), from, gathered, to, (long) count * Float.BYTES);
    }
  }

  /// Weights that are float32 as they lie are taken from where they are.
  private void putWeights(PackedMatrix matrix, int panel, int end, int column, int count) {
    if (matrix.format() instanceof F32Panels) {
      long at = matrix.panelOffset(panel) + (long) column * STEP_BYTES;
      long next = panel + 1 < end ? matrix.panelOffset(panel + 1) - matrix.panelOffset(panel) : 0;
      products.b(matrix.data(), at, next);
      return;
    }
    for (int i = panel; i < end; i++) {
      others.decode(matrix, i, column, count, decoded, (i - panel) * DECODED_BYTES);
    }
    products.b(decoded, 0, panel + 1 < end ? DECODED_BYTES : 0);
  }

  private void copyEdge(
      PackedMatrix matrix, int panel, int end, RowView y, int firstRow, int rows) {
    int outputs = Math.min(matrix.rows(), end * PANEL_ROWS) - panel * PANEL_ROWS;
    for (int row = 0; row < rows; row++) {
      long to = offset(y, firstRow + row, panel);
      long from = (long) row * panels * STEP_BYTES;
      MemorySegment.copy(edge, from, y.segment(), to, (long) outputs * Float.BYTES);
    }
  }
}

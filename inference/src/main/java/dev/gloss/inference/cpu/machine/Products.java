package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.kernels.BlockPanels.BLOCK;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.PANEL_ROWS;
import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// Calls the emitted functions, panel by panel; for one thread.
final class Products {
  /// Rows that are multiplied with a panel at a time: their results stay in the first-level cache.
  private static final int MOST_ROWS = 256;

  /// Bytes of such rows that stay in the second-level cache from panel to panel.
  private static final long MOST_BYTES = 512 << 10;

  private static final int LEAST_ROWS = 32;
  private static final int TILE_ROWS = 8;

  private final Functions functions;
  private final Arguments<Call> call;

  /// Results of a panel that has not all rows.
  private final MemorySegment edge;

  /// @param arena owns the scratch memory
  Products(Functions functions, Arena arena) {
    this.functions = functions;
    MemorySegment scratch = arena.allocate(Scratch.BYTES, STEP_BYTES);
    Scratch.fill(scratch);
    edge = arena.allocate((long) MOST_ROWS * STEP_BYTES, STEP_BYTES);
    call = new Arguments<>(Call.class, Call.KEPT_BYTES, arena);
    call.put(Call.SCRATCH, scratch.address());
  }

  void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RoundedRows x,
      RowView y,
      int firstRow,
      int rows) {
    BlockPanels format = (BlockPanels) matrix.format();
    MemorySegment function = functions.product(format);
    call.put(Call.BLOCKS, matrix.columns() / BLOCK);
    call.put(Call.ACTIVATION_STRIDE, x.strideBytes());
    int most = rowsAtATime(rows, x.strideBytes());
    for (int done = 0; done < rows; done += most) {
      int count = Math.min(most, rows - done);
      call.put(Call.ROWS, count);
      call.put(Call.ACTIVATIONS, x.segment().address() + x.offsetOf(firstRow + done, 0));
      for (int panel = firstPanel; panel < firstPanel + panelCount; panel++) {
        multiplyPanel(function, format, matrix, panel, y, firstRow + done, count);
      }
    }
    // The code knows their memory by its address alone.
    Reference.reachabilityFence(matrix);
    Reference.reachabilityFence(x);
    Reference.reachabilityFence(y);
  }

  /// About equally many each time, and whole tiles.
  private static int rowsAtATime(int rows, long rowBytes) {
    long most = Math.clamp(MOST_BYTES / Math.max(1, rowBytes), LEAST_ROWS, MOST_ROWS);
    int passes = Math.max(1, Math.ceilDiv(rows, (int) most));
    return Math.ceilDiv(Math.ceilDiv(rows, passes), TILE_ROWS) * TILE_ROWS;
  }

  private void multiplyPanel(
      MemorySegment function,
      BlockPanels format,
      PackedMatrix matrix,
      int panel,
      RowView y,
      int firstRow,
      int rows) {
    long data = matrix.data().address();
    call.put(Call.FACTORS, data + format.factorsOffset(matrix, panel, 0));
    call.put(Call.CODES, data + format.codesOffset(matrix, panel, 0));
    boolean whole = matrix.panelRows(panel) == PANEL_ROWS;
    long to = y.offsetOf(firstRow) + (long) panel * STEP_BYTES;
    call.put(Call.OUTPUT, whole ? y.segment().address() + to : edge.address());
    call.put(Call.OUTPUT_STRIDE, whole ? y.strideBytes() : STEP_BYTES);
    call.call(function);
    if (!whole) {
      long bytes = (long) matrix.panelRows(panel) * Float.BYTES;
      for (int row = 0; row < rows; row++) {
        long from = (long) row * STEP_BYTES;
        MemorySegment.copy(edge, from, y.segment(), to + row * y.strideBytes(), bytes);
      }
    }
  }
}

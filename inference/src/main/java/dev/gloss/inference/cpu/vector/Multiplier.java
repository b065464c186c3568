package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormat;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Matrix products: finds the loops of a format and the form for the number of rows.
final class Multiplier {
  private final Map<PanelFormat, FormatLoops> loops = new HashMap<>();
  private final FewRows fewRows;
  private final ManyRows manyRows;

  /// @param arena owns the scratch memory
  Multiplier(Arena arena) {
    for (FormatLoops each :
        List.of(new F32Loops(), new Bf16Loops(), new F16Loops(), new F8Loops())) {
      loops.put(each.format(), each);
    }
    fewRows = new FewRows(arena);
    manyRows = new ManyRows(arena);
  }

  void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    FormatLoops format = Objects.requireNonNull(loops.get(matrix.format()));
    if (rows <= format.fewRows(matrix)) {
      fewRows.multiply(format, matrix, firstPanel, panelCount, x, y, firstRow, rows);
    } else {
      manyRows.multiply(format, matrix, firstPanel, panelCount, x, y, firstRow, rows);
    }
  }
}

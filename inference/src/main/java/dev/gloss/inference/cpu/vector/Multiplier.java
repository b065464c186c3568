package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PanelFormat;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Matrix products: finds the loops of a format and the form for the number of rows.
final class Multiplier {
  private final Map<PanelFormat, FormatLoops> loops = new HashMap<>();
  private final PlainLoops plain = new PlainLoops();
  private final FewRows fewRows;
  private final ManyFloatRows manyRows;
  private final FewRoundedRows fewRoundedRows;
  private final ManyRoundedRows manyRoundedRows;

  /// @param arena owns the scratch memory
  Multiplier(Arena arena) {
    List<RowLoops> ofFloats =
        List.of(new F32Loops(), new Bf16Loops(), new F16Loops(), new F8Loops());
    ofFloats.forEach(each -> loops.put(each.format(), each));
    List<BlockLoops> ofBlocks =
        List.of(
            new Q40Loops(),
            new Q41Loops(),
            new Q50Loops(),
            new Q51Loops(),
            new Q80Loops(),
            new Q4KLoops(),
            new Q5KLoops(),
            new Q6KLoops());
    ofBlocks.forEach(each -> loops.put(each.format(), each));
    fewRows = new FewRows(arena);
    manyRows = new ManyFloatRows(arena);
    fewRoundedRows = new FewRoundedRows();
    manyRoundedRows = new ManyRoundedRows(arena);
  }

  void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RowView x,
      RowView y,
      int firstRow,
      int rows) {
    FormatLoops format = loops.getOrDefault(matrix.format(), plain);
    if (format instanceof RowLoops row && rows <= row.fewRows(matrix)) {
      fewRows.multiply(row, matrix, firstPanel, panelCount, x, y, firstRow, rows);
    } else {
      manyRows.multiply(format, matrix, firstPanel, panelCount, x, y, firstRow, rows);
    }
  }

  void decode(PackedMatrix matrix, int panel, int first, int count, MemorySegment to, long offset) {
    loops.getOrDefault(matrix.format(), plain).decode(matrix, panel, first, count, to, offset);
  }

  /// Products with rows that are rounded already.
  void multiply(
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      RoundedRows x,
      RowView y,
      int firstRow,
      int rows) {
    BlockLoops format = (BlockLoops) Objects.requireNonNull(loops.get(matrix.format()));
    int tiled = rows - rows % ManyRows.TILE_ROWS;
    int rest = firstRow + tiled;
    manyRoundedRows.multiply(format, matrix, firstPanel, panelCount, x, y, firstRow, tiled);
    fewRoundedRows.multiply(format, matrix, firstPanel, panelCount, x, y, rest, rows - tiled);
  }
}

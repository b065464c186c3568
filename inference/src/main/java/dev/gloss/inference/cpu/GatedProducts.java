package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gated feed-forwards of one step: several experts, each over some rows, `down(silu(gate(x)) *
/// up(x))`, in two regions.
///
/// Usage: [#add] once or several times, then [#run]. Belongs to the thread that calls steps.
final class GatedProducts {
  private final Workers workers;
  private final @Nullable Expert[] experts;
  private final @Nullable Rows[] inputs;
  private final @Nullable Rows[] gates;
  private final @Nullable Rows[] ups;
  private final @Nullable Rows[] outputs;
  private final int[] firstRows;
  private final int[] rowCounts;
  private final int[] panelsPerItem;
  private final int[] items;
  private final RowRounding rounding;
  private final Workers.Task rise = this::rise;
  private final Workers.Task descend = this::descend;
  private int size;

  /// @param most experts that can be added
  GatedProducts(Workers workers, int most) {
    this.workers = workers;
    experts = new Expert[most];
    inputs = new Rows[most];
    gates = new Rows[most];
    ups = new Rows[most];
    outputs = new Rows[most];
    firstRows = new int[most];
    rowCounts = new int[most];
    panelsPerItem = new int[most];
    items = new int[most];
    rounding = new RowRounding(workers, most);
  }

  /// Adds an expert over the rows `firstRow .. firstRow + rowCount - 1`, the same of all buffers.
  ///
  /// @param gate `[rows, width]` for its use
  /// @param up `[rows, width]` for its use
  GatedProducts add(
      Expert expert, Rows input, Rows gate, Rows up, Rows output, int firstRow, int rowCount) {
    experts[size] = expert;
    inputs[size] = input;
    gates[size] = gate;
    ups[size] = up;
    outputs[size] = output;
    firstRows[size] = firstRow;
    rowCounts[size] = rowCount;
    size++;
    return this;
  }

  /// Computes what was added, and forgets it, also when that fails.
  void run() {
    try {
      for (int i = 0; i < size; i++) {
        Expert expert = Objects.requireNonNull(experts[i]);
        round(expert.gateProj(), inputs[i], i);
        round(expert.upProj(), inputs[i], i);
      }
      rounding.run();
      workers.run(rise, share(true));
      for (int i = 0; i < size; i++) {
        round(Objects.requireNonNull(experts[i]).downProj(), gates[i], i);
      }
      rounding.run();
      workers.run(descend, share(false));
    } finally {
      size = 0;
    }
  }

  private void round(PackedMatrix matrix, @Nullable Rows rows, int entry) {
    rounding.add(matrix, Objects.requireNonNull(rows), firstRows[entry], rowCounts[entry]);
  }

  private int share(boolean rising) {
    int group = workers.caller().kernels().panelGroup();
    int total = 0;
    for (int i = 0; i < size; i++) {
      Expert expert = Objects.requireNonNull(experts[i]);
      PackedMatrix matrix = rising ? expert.gateProj() : expert.downProj();
      long panelProducts =
          (long) (rising ? 2 : 1)
              * matrix.columns()
              * PackedMatrix.PANEL_ROWS
              * Math.min(rowCounts[i], Grain.BLOCK_ROWS);
      panelsPerItem[i] = Grain.panelsPerItem(matrix.panels(), panelProducts, group, workers.size());
      items[i] = Math.ceilDiv(matrix.panels(), panelsPerItem[i]) * Grain.rowBlocks(rowCounts[i]);
      total += items[i];
    }
    return total;
  }

  private void rise(Worker worker, int item) {
    int entry = entryOf(item);
    int index = indexIn(entry, item);
    Expert expert = Objects.requireNonNull(experts[entry]);
    Rows x = Objects.requireNonNull(inputs[entry]);
    Rows gate = Objects.requireNonNull(gates[entry]);
    Rows up = Objects.requireNonNull(ups[entry]);
    multiply(worker, expert.gateProj(), x, gate, entry, index);
    multiply(worker, expert.upProj(), x, up, entry, index);
    int panel = firstPanel(entry, index);
    int column = panel * PackedMatrix.PANEL_ROWS;
    int columns = Math.min(panelsPerItem[entry] * PackedMatrix.PANEL_ROWS, expert.width() - column);
    int first = firstRow(entry, index);
    for (int row = first; row < first + rowCount(entry, index); row++) {
      long at = gate.offset(row) + (long) column * Float.BYTES;
      worker.kernels().siluMultiply(gate.segment(), at, up.segment(), at, columns);
    }
  }

  private void descend(Worker worker, int item) {
    int entry = entryOf(item);
    Expert expert = Objects.requireNonNull(experts[entry]);
    Rows gate = Objects.requireNonNull(gates[entry]);
    Rows output = Objects.requireNonNull(outputs[entry]);
    multiply(worker, expert.downProj(), gate, output, entry, indexIn(entry, item));
  }

  private void multiply(Worker worker, PackedMatrix matrix, Rows x, Rows y, int entry, int index) {
    int panel = firstPanel(entry, index);
    int row = firstRow(entry, index);
    int panelCount = Math.min(panelsPerItem[entry], matrix.panels() - panel);
    int count = rowCount(entry, index);
    Products.multiply(worker.kernels(), matrix, panel, panelCount, x, y, row, count);
  }

  private int entryOf(int item) {
    int entry = 0;
    for (int before = items[0]; item >= before; before += items[entry]) {
      entry++;
    }
    return entry;
  }

  private int indexIn(int entry, int item) {
    int index = item;
    for (int i = 0; i < entry; i++) {
      index -= items[i];
    }
    return index;
  }

  private int firstPanel(int entry, int index) {
    return index / Grain.rowBlocks(rowCounts[entry]) * panelsPerItem[entry];
  }

  private int firstRow(int entry, int index) {
    return firstRows[entry] + index % Grain.rowBlocks(rowCounts[entry]) * Grain.BLOCK_ROWS;
  }

  private int rowCount(int entry, int index) {
    int skipped = index % Grain.rowBlocks(rowCounts[entry]) * Grain.BLOCK_ROWS;
    return Math.min(Grain.BLOCK_ROWS, rowCounts[entry] - skipped);
  }
}

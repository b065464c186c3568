package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Matrix products of one region: each of some matrices times all rows.
///
/// Usage: [#add] once or several times, then [#run]. Belongs to the thread that calls steps.
final class Products implements Workers.Task {
  private static final int MOST = 4;

  private final Workers workers;
  private final @Nullable PackedMatrix[] matrices = new PackedMatrix[MOST];
  private final @Nullable Rows[] inputs = new Rows[MOST];
  private final @Nullable Rows[] outputs = new Rows[MOST];
  private final int[] panelsPerItem = new int[MOST];
  private final int[] items = new int[MOST];
  private final RowRounding rounding;
  private int size;
  private int rows;

  Products(Workers workers) {
    this.workers = workers;
    this.rounding = new RowRounding(workers, MOST);
  }

  /// Adds `output = input * matrix^T`.
  Products add(PackedMatrix matrix, Rows input, Rows output) {
    matrices[size] = matrix;
    inputs[size] = input;
    outputs[size] = output;
    size++;
    return this;
  }

  /// Computes what was added for the first `count` rows, and forgets it, also when that fails.
  void run(int count) {
    try {
      rows = count;
      for (int i = 0; i < size; i++) {
        PackedMatrix matrix = Objects.requireNonNull(matrices[i]);
        rounding.add(matrix, Objects.requireNonNull(inputs[i]), 0, count);
      }
      rounding.run();
      workers.run(this, share(count));
    } finally {
      size = 0;
    }
  }

  /// Cuts the products into items and returns their number.
  private int share(int count) {
    int group = workers.caller().kernels().panelGroup();
    int blocks = Grain.rowBlocks(count);
    int total = 0;
    for (int i = 0; i < size; i++) {
      PackedMatrix matrix = Objects.requireNonNull(matrices[i]);
      long panelProducts =
          (long) matrix.columns() * PackedMatrix.PANEL_ROWS * Math.min(count, Grain.BLOCK_ROWS);
      panelsPerItem[i] = Grain.panelsPerItem(matrix.panels(), panelProducts, group, workers.size());
      items[i] = Math.ceilDiv(matrix.panels(), panelsPerItem[i]) * blocks;
      total += items[i];
    }
    return total;
  }

  @Override
  public void run(Worker worker, int item) {
    int product = 0;
    int index = item;
    while (index >= items[product]) {
      index -= items[product++];
    }
    PackedMatrix matrix = Objects.requireNonNull(matrices[product]);
    Rows x = Objects.requireNonNull(inputs[product]);
    Rows y = Objects.requireNonNull(outputs[product]);
    int blocks = Grain.rowBlocks(rows);
    int panel = index / blocks * panelsPerItem[product];
    int row = index % blocks * Grain.BLOCK_ROWS;
    int panelCount = Math.min(panelsPerItem[product], matrix.panels() - panel);
    int rowCount = Math.min(Grain.BLOCK_ROWS, rows - row);
    multiply(worker.kernels(), matrix, panel, panelCount, x, y, row, rowCount);
  }

  /// Multiplies panels with rows, as they are or rounded.
  static void multiply(
      Kernels kernels,
      PackedMatrix matrix,
      int firstPanel,
      int panelCount,
      Rows x,
      Rows y,
      int firstRow,
      int rows) {
    if (RowRounding.rounds(matrix, x)) {
      RoundedRows rounded = Objects.requireNonNull(x.rounded());
      kernels.multiply(matrix, firstPanel, panelCount, rounded, y.view(), firstRow, rows);
    } else {
      kernels.multiply(matrix, firstPanel, panelCount, x.view(), y.view(), firstRow, rows);
    }
  }
}

package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Rounds the rows that quantized matrices are multiplied with, once for all products of a region.
///
/// Usage: [#add] for each product, then [#run]. Belongs to the thread that calls steps.
final class RowRounding {
  private static final int BLOCK_ROWS = Grain.CHEAP_ROWS;

  private final Workers workers;
  private final @Nullable Rows[] inputs;
  private final int[] firstRows;
  private final int[] rowCounts;
  private final int[] items;
  private final Workers.Task round = this::round;
  private int size;

  /// @param most inputs that can be added
  RowRounding(Workers workers, int most) {
    this.workers = workers;
    inputs = new Rows[most];
    firstRows = new int[most];
    rowCounts = new int[most];
    items = new int[most];
  }

  /// Whether products of a matrix take rounded rows.
  static boolean rounds(PackedMatrix matrix, Rows input) {
    return matrix.roundsActivations() && input.rounded() != null;
  }

  /// Adds rows of an input, unless they were added just before.
  void add(PackedMatrix matrix, Rows input, int firstRow, int rowCount) {
    if (!rounds(matrix, input)
        || size > 0 && inputs[size - 1] == input && firstRows[size - 1] == firstRow) {
      return;
    }
    inputs[size] = input;
    firstRows[size] = firstRow;
    rowCounts[size] = rowCount;
    items[size] = Math.ceilDiv(rowCount, BLOCK_ROWS);
    size++;
  }

  /// Rounds what was added, and forgets it, also when that fails.
  void run() {
    int total = 0;
    for (int i = 0; i < size; i++) {
      total += items[i];
    }
    try {
      workers.run(round, total);
    } finally {
      size = 0;
    }
  }

  private void round(Worker worker, int item) {
    int entry = 0;
    int index = item;
    while (index >= items[entry]) {
      index -= items[entry++];
    }
    Rows input = Objects.requireNonNull(inputs[entry]);
    RoundedRows rounded = Objects.requireNonNull(input.rounded());
    int first = firstRows[entry] + index * BLOCK_ROWS;
    int count = Math.min(BLOCK_ROWS, firstRows[entry] + rowCounts[entry] - first);
    worker.kernels().round(input.view(), rounded.columns(), first, count, rounded);
  }
}

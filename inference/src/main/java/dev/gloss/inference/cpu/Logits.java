package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.StepResult;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;

/// The rows of a step whose logits are wanted, and these logits.
///
/// Memory for logits grows to the largest number of rows that was asked for; it is mostly one.
final class Logits implements StepResult, AutoCloseable {
  private static final int FIRST_CAPACITY = 8;

  private final Workers workers;
  private final Products products;
  private final Rows normed;
  private final int vocabSize;
  private final int[] firstRows;
  private final int[] rowCounts;
  private int slices;
  private int size;
  private int capacity = FIRST_CAPACITY;
  private final Supplier<Arena> arenas;
  private Arena arena;
  private Rows values;

  Logits(Resources resources) {
    this(resources, Arena::ofShared);
  }

  /// @param arenas own the memory for logits, one after the other
  Logits(Resources resources, Supplier<Arena> arenas) {
    this.arenas = arenas;
    arena = arenas.get();
    workers = resources.workers();
    products = new Products(workers);
    normed = resources.inputRows(resources.config().hiddenSize());
    vocabSize = resources.config().vocabSize();
    firstRows = new int[resources.maxRows()];
    rowCounts = new int[resources.maxRows()];
    values = Rows.allocate(arena, capacity, vocabSize);
  }

  /// Forgets the last step.
  void clear() {
    slices = 0;
    size = 0;
  }

  /// Adds a slice.
  ///
  /// @param hidden the residual stream, of which the last `count` rows before `endRow` are wanted
  void addSlice(HiddenNorm norm, Rows hidden, int endRow, int count) {
    firstRows[slices] = size;
    rowCounts[slices] = count;
    slices++;
    for (int row = endRow - count; row < endRow; row++) {
      norm.apply(workers.caller().kernels(), hidden, row, normed, size++);
    }
  }

  /// Computes the logits of all rows added.
  void compute(PackedMatrix head) {
    if (size == 0) {
      return;
    }
    if (size > capacity) {
      grow();
    }
    products.add(head, normed, values).run(size);
  }

  /// Takes the new memory before it gives the old back, so that nothing has changed where there is
  /// none.
  private void grow() {
    int larger = Math.max(size, 2 * capacity);
    Arena grown = arenas.get();
    try {
      values = Rows.allocate(grown, larger, vocabSize);
    } catch (RuntimeException | Error e) {
      grown.close();
      throw e;
    }
    Arena old = arena;
    arena = grown;
    capacity = larger;
    old.close();
  }

  /// The hidden states that were scored, after the final norm; in the order of the rows added.
  Rows normed() {
    return normed;
  }

  @Override
  public MemorySegment logits(int slice, int row) {
    if (slice < 0 || slice >= slices || row < 0 || row >= rowCounts[slice]) {
      throw new IllegalArgumentException("no logits of row " + row + " in slice " + slice);
    }
    long bytes = (long) vocabSize * ValueLayout.JAVA_FLOAT.byteSize();
    return values.segment().asSlice(values.offset(firstRows[slice] + row), bytes).asReadOnly();
  }

  /// Bytes that the logits take now.
  long byteSize() {
    return values.segment().byteSize();
  }

  /// Frees the logits.
  @Override
  public void close() {
    arena.close();
  }
}

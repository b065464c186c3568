package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.testing.GoldenModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What becomes of logits when their memory grows.
final class LogitsTest {

  /// An arena in which there is no memory left.
  private record FullArena(Arena owner) implements Arena {
    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
      throw new OutOfMemoryError("no memory left");
    }

    @Override
    public MemorySegment.Scope scope() {
      return owner.scope();
    }

    @Override
    public void close() {
      owner.close();
    }
  }

  private interface Check {
    void run(Logits logits, Consumer<Integer> compute);
  }

  private static void with(Supplier<Arena> arenas, Check check) {
    KernelSelection kernels;
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.QWEN2.folder());
        Arena arena = Arena.ofShared()) {
      kernels = new KernelSelection(KernelChoice.SCALAR, 1, arena);
      try (Workers workers = new Workers(kernels)) {
        Resources resources =
            new Resources(
                model.config(),
                arena,
                workers,
                Precision.EXACT,
                false,
                64,
                new Inventory(),
                null,
                new StepTimes());
        PackedMatrix head = resources.pack(model.weights().lmHead());
        HiddenNorm norm = resources.norm(model.weights().norm());
        Rows hidden = resources.rows(model.config().hiddenSize());
        for (int i = 0; i < hidden.width(); i++) {
          for (int row = 0; row < resources.maxRows(); row++) {
            hidden.segment().set(ValueLayout.JAVA_FLOAT, hidden.offset(row) + 4L * i, i % 5 - 1.5f);
          }
        }
        try (Logits logits = new Logits(resources, arenas)) {
          check.run(
              logits,
              rows -> {
                logits.clear();
                logits.addSlice(norm, hidden, rows, rows);
                logits.compute(head);
              });
        }
      }
    }
  }

  @Test
  void moreRowsHaveTheSameNumbers() {
    with(
        Arena::ofShared,
        (logits, compute) -> {
          compute.accept(1);
          float[] alone = logits.logits(0, 0).toArray(ValueLayout.JAVA_FLOAT);
          compute.accept(40);
          float[] last = logits.logits(0, 39).toArray(ValueLayout.JAVA_FLOAT);
          assertEquals(List.of(list(alone)), List.of(list(last)));
        });
  }

  @Test
  void withoutMemoryToGrowTheLogitsStayAsTheyWere() {
    List<Arena> given = new ArrayList<>();
    with(
        () -> {
          Arena shared = Arena.ofShared();
          given.add(given.size() == 1 ? new FullArena(shared) : shared);
          return given.getLast();
        },
        (logits, compute) -> {
          compute.accept(1);
          List<Float> before = list(logits.logits(0, 0).toArray(ValueLayout.JAVA_FLOAT));
          assertThrows(OutOfMemoryError.class, () -> compute.accept(40));
          assertFalse(given.get(1).scope().isAlive());
          compute.accept(1);
          assertEquals(before, list(logits.logits(0, 0).toArray(ValueLayout.JAVA_FLOAT)));
          compute.accept(40);
          assertTrue(given.get(2).scope().isAlive());
          assertFalse(given.get(0).scope().isAlive());
        });
    for (Arena arena : given) {
      assertFalse(arena.scope().isAlive());
    }
  }

  private static List<Float> list(float[] numbers) {
    List<Float> list = new ArrayList<>();
    for (float number : numbers) {
      list.add(number);
    }
    return list;
  }
}

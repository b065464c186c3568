package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.testing.GoldenModel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which kernels compute, and that it does not show in the numbers.
final class KernelSelectionTest {
  private static final CpuOptions AUTO = new CpuOptions(2, 100, KernelChoice.AUTO);

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void theFastKernelsTakeOverOnceTheyAreCompiled() {
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.V3_FP8.folder());
        CpuBackend backend = CpuBackend.open(model, AUTO)) {
      int[] tokens = new int[40];
      Arrays.setAll(tokens, i -> i);
      assertEquals("scalar", backend.kernels());
      float[][] first = new SequenceRunner(backend, 0).add(tokens).finish(3);
      while (backend.kernels().equals("scalar")) {
        float[][] next = new SequenceRunner(backend, 0).add(tokens).finish(8);
        assertArrayEquals(first, next);
      }
      assertTrue(backend.kernels().startsWith("vector"), backend.kernels());
      assertArrayEquals(first, new SequenceRunner(backend, 0).add(tokens).finish(5));
    }
  }

  @Test
  void aChoiceHoldsFromTheFirstStep() {
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.V3_FP8.folder())) {
      for (KernelChoice choice : new KernelChoice[] {KernelChoice.SCALAR, KernelChoice.VECTOR}) {
        try (CpuBackend backend = CpuBackend.open(model, AUTO.withKernels(choice))) {
          String name = choice == KernelChoice.SCALAR ? "scalar" : "vector";
          assertTrue(backend.kernels().startsWith(name), backend.kernels());
        }
      }
    }
  }
}

package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.CacheType;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import dev.gloss.inference.testing.GoldenModel;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which kernels compute, and that it does not show in the numbers.
final class KernelSelectionTest {
  private static final CpuOptions AUTO = new CpuOptions(2, 100, KernelChoice.AUTO);

  @Test
  void thePlainKernelsComputeUntilTheOthersAreReady() {
    try (Arena arena = Arena.ofConfined()) {
      KernelSelection selection = new KernelSelection(KernelChoice.AUTO, 2, arena);
      assertTrue(selection.isWarmingUp());
      assertEquals("scalar", selection.kernels(0).name());
      assertTrue(selection.best(0).name().startsWith("vector"));

      selection.useFast();

      assertFalse(selection.isWarmingUp());
      for (int thread = 0; thread < 2; thread++) {
        assertSame(selection.best(thread), selection.kernels(thread));
      }
    }
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void theFastKernelsTakeOverAndItDoesNotShow() {
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.V3_FP8.folder());
        CpuBackend plain = CpuBackend.open(model, AUTO.withKernels(KernelChoice.SCALAR));
        CpuBackend backend = CpuBackend.open(model, AUTO)) {
      int[] tokens = new int[40];
      Arrays.setAll(tokens, i -> i);
      float[][] expected = new SequenceRunner(plain, 0).add(tokens).finish(3);
      assertArrayEquals(expected, new SequenceRunner(backend, 0).add(tokens).finish(8));

      backend.warm().join();

      assertTrue(backend.kernels().startsWith("vector"), backend.kernels());
      assertArrayEquals(expected, new SequenceRunner(backend, 0).add(tokens).finish(5));
    }
  }

  /// A round of calls once allocated something of its own, so that every start took all the time
  /// there was.
  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void warmingUpEndsWhenTheKernelsAreCompiled() {
    PageLayout layout =
        new PageLayout.KeysAndValues(
            1, new PageMatrix(CacheType.Q8_0, 64, true), new PageMatrix(CacheType.Q8_0, 64, false));
    try (Arena arena = Arena.ofConfined();
        KernelWarmUp warmUp =
            new KernelWarmUp(
                new KernelSelection(KernelChoice.AUTO, 1, arena),
                List.of(),
                layout.kinds(),
                Duration.ofMinutes(3))) {
      warmUp.done().join();
      assertTrue(warmUp.areCompiled());
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

package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.backend.StepResult;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.testing.GoldenModel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The seam's promises beside the numbers.
final class CpuBackendTest {
  private static final CpuOptions OPTIONS = new CpuOptions(2, 100, KernelChoice.AUTO);
  private static final int[] PAGES = {0, 1};

  private interface Check {
    void run(CpuBackend backend);
  }

  private static void with(GoldenModel golden, Check check) {
    try (CheckpointModel model = CheckpointModel.open(golden.folder());
        CpuBackend backend = CpuBackend.open(model, OPTIONS)) {
      check.run(backend);
    }
  }

  private static void refused(String message, Slice... batch) {
    with(
        GoldenModel.V3,
        backend -> {
          var thrown =
              assertThrows(IllegalArgumentException.class, () -> backend.step(List.of(batch)));
          assertEquals(message, thrown.getMessage());
        });
  }

  @Test
  void saysWhatItIs() {
    with(
        GoldenModel.V3,
        backend -> {
          assertEquals("cpu", backend.name());
          assertEquals(4, backend.pages()); // 100 tokens, rounded up
          assertEquals(32, backend.pageTokens());
          // 3 layers and the module's, kv_lora_rank 48 and qk_rope_head_dim 16
          assertEquals(4 * 64 * 4, backend.cacheBytesPerToken());
        });
  }

  /// What a step wrote before it was given up does not show.
  @Test
  void aStepThatWasGivenUpIsRunAgain() {
    for (GoldenModel golden : List.of(GoldenModel.V3, GoldenModel.QWEN2)) {
      with(
          golden,
          backend -> {
            int[] tokens = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
            float[][] expected = new SequenceRunner(backend, 0).add(tokens).finish(10);
            for (int layers = 0; layers < backend.config().numHiddenLayers(); layers++) {
              AtomicInteger left = new AtomicInteger(layers);
              Slice others = new Slice(new int[] {1, 2, 9, 9, 9, 9, 9, 9}, 2, 6, PAGES, 6);
              assertNull(backend.step(List.of(others), () -> left.getAndDecrement() == 0));
              assertEquals(-1, left.get());
              var thrown =
                  assertThrows(
                      IllegalStateException.class,
                      () -> backend.draft(List.of(new DraftSlice(0, 1, tokens, PAGES, true))));
              assertTrue(String.valueOf(thrown.getMessage()).length() > 5, thrown.getMessage());
              StepResult again = backend.step(List.of(new Slice(tokens, 2, 8, PAGES, 8)));
              for (int row = 0; row < 8; row++) {
                assertArrayEquals(expected[row + 2], SequenceRunner.floats(again, 0, row));
              }
            }
          });
    }
  }

  @Test
  void refusesEmptyAndTooLargeBatches() {
    refused("a step takes 1 to 256 rows, got 0");
    int[] tokens = new int[300];
    int[] pages = new int[10];
    refused("a step takes 1 to 256 rows, got 257", new Slice(tokens, 0, 257, pages, 0));
  }

  @Test
  void refusesSlicesThatAreNotInOrder() {
    int[] tokens = {1, 2, 384};
    refused("slice 0: tokens 2..3 of 3", new Slice(tokens, 2, 2, PAGES, 0));
    refused("slice 0: logits of 2 rows of 1", new Slice(tokens, 0, 1, PAGES, 2));
    refused("token id 384 of a vocabulary of 384", new Slice(tokens, 0, 3, PAGES, 1));
    refused("page 4 of 4", new Slice(tokens, 0, 2, new int[] {4}, 1));
    refused("40 positions need 2 pages, got 1", new Slice(new int[40], 0, 40, new int[1], 1));
  }

  @Test
  void draftsNeedAModuleAndAStep() {
    List<DraftSlice> drafts = List.of(new DraftSlice(0, 1, new int[2], PAGES, true));
    with(
        GoldenModel.V2,
        backend -> assertThrows(IllegalStateException.class, () -> backend.draft(drafts)));
    with(
        GoldenModel.V3,
        backend -> {
          assertThrows(IllegalStateException.class, () -> backend.draft(drafts));
          backend.step(List.of(new Slice(new int[1], 0, 1, PAGES, 0)));
          backend.draft(drafts);
          List<DraftSlice> longer = List.of(new DraftSlice(0, 2, new int[3], PAGES, true));
          assertThrows(IllegalArgumentException.class, () -> backend.draft(longer));
        });
  }

  @Test
  void logitsAreThereForTheRowsThatWantedThem() {
    with(
        GoldenModel.V3,
        backend -> {
          int[] tokens = new int[40];
          var result =
              backend.step(
                  List.of(
                      new Slice(tokens, 0, 30, new int[] {0}, 0),
                      new Slice(tokens, 0, 30, new int[] {1}, 20)));
          assertEquals(384 * 4, result.logits(1, 19).byteSize());
          assertThrows(IllegalArgumentException.class, () -> result.logits(0, 0));
          assertThrows(IllegalArgumentException.class, () -> result.logits(1, 20));
        });
  }

  @Test
  void everyPartOfAStepTakesTime() {
    for (GoldenModel golden : List.of(GoldenModel.V3, GoldenModel.QWEN2)) {
      with(
          golden,
          backend -> {
            backend.times().forEach((part, time) -> assertEquals(Duration.ZERO, time));
            backend.step(List.of(new Slice(new int[40], 0, 30, new int[] {0}, 1)));
            Set<StepPart> spent = EnumSet.noneOf(StepPart.class);
            backend.times().forEach((part, time) -> addIfPositive(part, time, spent));
            Set<StepPart> latent = EnumSet.of(StepPart.ABSORPTION, StepPart.ROUTING);
            assertEquals(
                golden == GoldenModel.V3
                    ? EnumSet.allOf(StepPart.class)
                    : EnumSet.complementOf(EnumSet.copyOf(latent)),
                spent);
          });
    }
  }

  private static void addIfPositive(StepPart part, Duration time, Set<StepPart> spent) {
    if (time.isPositive()) {
      spent.add(part);
    }
  }

  /// What was packed is in memory once.
  @Test
  void aMappedFileLeavesNextToNothingInMemory() throws IOException {
    Path smaps = Path.of("/proc/self/smaps");
    assumeTrue(Files.isReadable(smaps));
    Path folder = Path.of(System.getProperty("gloss.root"), "inference", "embedded-model");
    try (CheckpointModel model = CheckpointModel.open(folder);
        CpuBackend backend = CpuBackend.open(model, OPTIONS)) {
      backend.step(List.of(new Slice(new int[30], 0, 30, new int[] {0}, 1)));
      long resident = 0;
      boolean ours = false;
      for (String line : Files.readAllLines(smaps)) {
        if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
          ours = line.contains(folder.toString());
        } else if (ours && line.startsWith("Rss:")) {
          resident += Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
      long size = Files.size(folder.resolve("model.safetensors"));
      assertTrue(resident < size / 3, resident + " of " + size + " bytes");
    }
  }

  @Test
  void closingFreesMemoryAndEndsThreads() {
    MemorySegment logits;
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.V3.folder())) {
      try (CpuBackend backend = CpuBackend.open(model, OPTIONS)) {
        logits = backend.step(List.of(new Slice(new int[1], 0, 1, PAGES, 1))).logits(0, 0);
        assertTrue(backend.memoryIsAlive());
        assertTrue(logits.scope().isAlive());
        backend.close();
        assertFalse(backend.memoryIsAlive());
      }
      assertFalse(logits.scope().isAlive());
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        assertFalse(thread.getName().startsWith("gloss-cpu-") && thread.isAlive());
      }
    }
  }
}

package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.testing.GoldenModel;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Steps allocate nothing on the heap once they are compiled, in any thread. Before that, vectors
/// are objects.
final class AllocationTest {
  private static final int STEPS_PER_ROUND = 100;
  private static final int MOST_ROUNDS = 300;
  private static final int QUIET_ROUNDS = 5;
  private static final int PROMPT = 300;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource(
      value = GoldenModel.class,
      names = {"V2_LITE", "V3_FP8", "QWEN2", "QWEN3_MOE_SHARDED"})
  void compiledStepsAllocateNothing(GoldenModel golden) {
    CpuOptions options = new CpuOptions(2, 512, KernelChoice.VECTOR);
    try (CheckpointModel model = CheckpointModel.open(golden.folder());
        CpuBackend backend = CpuBackend.open(model, options)) {
      int[] pages = new int[PROMPT / backend.pageTokens() + 1];
      for (int i = 0; i < pages.length; i++) {
        pages[i] = i;
      }
      int[] tokens = new int[PROMPT + 1];
      backend.step(List.of(new Slice(tokens, 0, 256, pages, 0)));
      List<Slice> one = List.of(new Slice(tokens, PROMPT - 1, 1, pages, 1));
      List<Slice> verification = List.of(new Slice(tokens, PROMPT - 3, 3, pages, 3));
      List<Slice> prefill = List.of(new Slice(tokens, PROMPT - 40, 40, pages, 1));
      List<DraftSlice> drafts = List.of(new DraftSlice(0, 1, tokens, pages, true));
      boolean mtp = backend.config().numNextnPredictLayers() > 0;
      long[] workers = workerIds();
      int quiet = 0;
      for (int round = 0; round < MOST_ROUNDS && quiet < QUIET_ROUNDS; round++) {
        long before = allocatedBytes(workers);
        for (int i = 0; i < STEPS_PER_ROUND; i++) {
          backend.step(one);
          if (mtp) {
            backend.draft(drafts);
          }
          if (i % 4 == 0) {
            backend.step(verification);
          }
          if (i % 20 == 0) {
            backend.step(prefill);
          }
        }
        quiet = allocatedBytes(workers) == before ? quiet + 1 : 0;
      }
      assertEquals(QUIET_ROUNDS, quiet, "rounds in a row that allocate nothing");
    }
  }

  private static long[] workerIds() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gloss-cpu-"))
        .mapToLong(Thread::threadId)
        .toArray();
  }

  /// What the calling thread and the workers have allocated so far.
  private static long allocatedBytes(long[] workerIds) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    for (long id : workerIds) {
      bytes += THREADS.getThreadAllocatedBytes(id);
    }
    return bytes;
  }
}

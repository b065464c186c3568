package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.backend.StepResult;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.testing.GoldenModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A token's numbers depend on the tokens before it and on nothing else, bit by bit.
final class InvarianceTest {
  /// More than one softmax chunk, and not a multiple of a page.
  private static final int LENGTH = AttentionBuffers.CHUNK_TOKENS + 45;

  private static final int CACHE_TOKENS = 1024;

  private interface Check {
    void run(CpuBackend backend);
  }

  private static void with(GoldenModel golden, int threads, KernelChoice kernels, Check check) {
    CpuOptions options = new CpuOptions(threads, CACHE_TOKENS, kernels);
    try (CheckpointModel model = CheckpointModel.open(golden.folder());
        CpuBackend backend = CpuBackend.open(model, options)) {
      check.run(backend);
    }
  }

  private static int[] tokens(CpuBackend backend, int length, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    return random.ints(length, 0, backend.config().vocabSize()).toArray();
  }

  private static int[] bits(float[] logits) {
    int[] bits = new int[logits.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(logits[i]);
    }
    return bits;
  }

  private static void assertSame(float[][] expected, float[][] actual, String what) {
    for (int row = 0; row < expected.length; row++) {
      assertArrayEquals(bits(expected[row]), bits(actual[row]), what + " row " + row);
    }
  }

  /// The logits of a sequence, and of a draft at its end where the model can, by one thread.
  private static float[][] reference(GoldenModel golden, KernelChoice kernels, int chunk) {
    List<float[]> logits = new ArrayList<>();
    with(
        golden,
        1,
        kernels,
        backend -> logits.addAll(List.of(run(backend, chunk, tokens(backend, LENGTH, 1)))));
    return logits.toArray(float[][]::new);
  }

  private static float[][] run(CpuBackend backend, int chunk, int[] tokens) {
    return new SequenceRunner(backend, 0).add(tokens).finish(chunk);
  }

  @ParameterizedTest
  @EnumSource(GoldenModel.class)
  void neitherChunksNorThreadsNorKernelsMatter(GoldenModel golden) {
    float[][] expected = reference(golden, KernelChoice.SCALAR, 64);
    for (int threads = 1; threads <= 3; threads++) {
      int count = threads;
      with(
          golden,
          count,
          KernelChoice.VECTOR,
          backend -> {
            int[] tokens = tokens(backend, LENGTH, 1);
            for (int chunk : new int[] {1, 3, 37, backend.maxBatchRows()}) {
              assertSame(
                  expected, run(backend, chunk, tokens), count + " threads, chunks of " + chunk);
            }
          });
    }
  }

  /// Several chunks of keys, merged by one thread for many rows or by several for one.
  @ParameterizedTest
  @EnumSource(
      value = GoldenModel.class,
      names = {"V2_LITE", "LLAMA3", "QWEN2", "QWEN3_MOE_SHARDED"})
  void longContextsAreMergedAlike(GoldenModel golden) {
    int length = 3 * AttentionBuffers.CHUNK_TOKENS + 20;
    List<float[][]> results = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      with(
          golden,
          threads,
          KernelChoice.VECTOR,
          backend -> {
            SequenceRunner sequence =
                new SequenceRunner(backend, 0).add(tokens(backend, length, 1));
            if (threads == 1) {
              results.add(sequence.finish(256));
              return;
            }
            int head = length - 30;
            float[][] logits = new float[length][];
            for (int done = 0; done < length; ) {
              int count = done < head ? Math.min(100, head - done) : 1;
              float[][] rows = sequence.step(count);
              System.arraycopy(rows, 0, logits, done, count);
              done += count;
            }
            results.add(logits);
          });
    }
    assertSame(results.get(0), results.get(1), "in other chunks");
  }

  /// So many chunks that their sums do not fit the memory for them: several threads take those of
  /// few rows in waves, one thread those of each of many rows.
  @ParameterizedTest
  @EnumSource(
      value = GoldenModel.class,
      names = {"V2_LITE", "QWEN2"})
  void longestContextsAreMergedAlike(GoldenModel golden) {
    int length = (AttentionBuffers.PARTIALS + 1) * AttentionBuffers.CHUNK_TOKENS + 20;
    List<float[][]> ends = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      CpuOptions options = new CpuOptions(threads, length + 64, KernelChoice.VECTOR);
      try (CheckpointModel model = CheckpointModel.open(golden.folder());
          CpuBackend backend = CpuBackend.open(model, options)) {
        int[] tokens = tokens(backend, length, 1);
        SequenceRunner sequence = new SequenceRunner(backend, 0).add(tokens);
        sequence.finish(backend.maxBatchRows());
        for (int rows : new int[] {8, 2, 1}) {
          sequence.rewind(length - 8).add(Arrays.copyOfRange(tokens, length - 8, length));
          ends.add(sequence.finish(rows));
        }
      }
    }
    for (float[][] end : ends) {
      assertSame(ends.getFirst(), end, "at the end");
    }
  }

  @ParameterizedTest
  @EnumSource(GoldenModel.class)
  void otherSequencesOfTheBatchDoNotMatter(GoldenModel golden) {
    with(
        golden,
        2,
        KernelChoice.VECTOR,
        backend -> {
          int pagesEach = 3;
          List<float[][]> alone = new ArrayList<>();
          List<SequenceRunner> together = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            int[] tokens = tokens(backend, 60, i);
            alone.add(new SequenceRunner(backend, 0).add(tokens).finish(60));
            together.add(new SequenceRunner(backend, i * pagesEach).add(tokens));
          }
          int[] counts = {1, 17, 42};
          for (int round = 0; round < 3; round++) {
            List<Slice> batch = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
              batch.add(together.get(i).slice(counts[(round + i) % 3]));
            }
            StepResult result = backend.step(batch);
            for (int i = 0; i < 3; i++) {
              Slice slice = batch.get(i);
              for (int row = 0; row < slice.count(); row++) {
                assertArrayEquals(
                    bits(alone.get(i)[slice.start() + row]),
                    bits(SequenceRunner.floats(result, i, row)),
                    "sequence " + i + " position " + (slice.start() + row));
              }
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource(GoldenModel.class)
  void copiedPagesAndRejectedDraftsDoNotMatter(GoldenModel golden) {
    with(
        golden,
        2,
        KernelChoice.VECTOR,
        backend -> {
          int[] tokens = tokens(backend, 70, 1);
          int[] others = tokens(backend, 20, 2);
          float[][] expected = run(backend, 70, tokens);
          int half = 16;
          for (int page = 0; page < 3; page++) {
            backend.copyPage(page, 8 + page, page < 2 ? backend.pageTokens() : 6);
          }
          // Another sequence changes the pages that were copied from.
          run(backend, 20, others);
          SequenceRunner copy = new SequenceRunner(backend, 8).add(tokens).rewind(64 - half);
          copy.add(others).step(others.length); // drafts, to be rejected
          copy.rewind(64 - half);
          for (int i = 64 - half; i < tokens.length; i++) {
            float[][] logits = copy.add(tokens[i]).step(1);
            assertArrayEquals(bits(expected[i]), bits(logits[0]), "position " + i);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = GoldenModel.class,
      names = {"V3", "V3_FP8", "GLM4_MOE_LITE"})
  void draftsDependOnTheTokensAlone(GoldenModel golden) {
    List<int[]> drafts = new ArrayList<>();
    for (KernelChoice kernels : List.of(KernelChoice.SCALAR, KernelChoice.VECTOR)) {
      with(
          golden,
          2,
          kernels,
          backend -> {
            int[] tokens = tokens(backend, 51, 1);
            for (int chunk : new int[] {1, 4, 50}) {
              SequenceRunner sequence = new SequenceRunner(backend, 0).add(tokens);
              float[] logits = {};
              for (int done = 0; done < 50; ) {
                int count = Math.min(chunk, 50 - done);
                sequence.step(count);
                logits = sequence.draft();
                done += count;
              }
              drafts.add(bits(logits));
            }
          });
    }
    for (int[] draft : drafts) {
      assertArrayEquals(drafts.get(0), draft);
    }
  }
}

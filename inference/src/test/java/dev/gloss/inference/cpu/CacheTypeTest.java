package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.CacheType;
import dev.gloss.inference.testing.GoldenModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Models with caches of all types.
final class CacheTypeTest {
  private static final int LENGTH = AttentionBuffers.CHUNK_TOKENS + 45;

  private static final List<GoldenModel> MODELS =
      List.of(GoldenModel.V3, GoldenModel.V2_LITE, GoldenModel.QWEN2, GoldenModel.LLAMA3);

  /// Root of the mean square of a row's differences to the logits with a cache of float32, over
  /// that of the logits, at most, of half of the rows: where a token gets another expert it is
  /// more.
  private static final Map<CacheType, Double> NEAR =
      Map.of(CacheType.F32, 0.0, CacheType.F16, 2e-3, CacheType.BF16, 16e-3, CacheType.Q8_0, 4e-2);

  private interface Check {
    void run(CpuBackend backend, int[] tokens);
  }

  private static void with(
      GoldenModel golden, CacheType type, int threads, KernelChoice kernels, Check check) {
    CpuOptions options = new CpuOptions(threads, 1024, kernels).withCacheType(type);
    try (CheckpointModel model = CheckpointModel.open(golden.folder());
        CpuBackend backend = CpuBackend.open(model, options)) {
      int vocabulary = backend.config().vocabSize();
      check.run(backend, new SplittableRandom(1).ints(LENGTH, 0, vocabulary).toArray());
    }
  }

  private static float[][] run(CpuBackend backend, int[] tokens, int chunk) {
    return new SequenceRunner(backend, 0).add(tokens).finish(chunk);
  }

  @ParameterizedTest
  @EnumSource(CacheType.class)
  void neitherChunksNorThreadsNorKernelsNorCopiesMatter(CacheType type) {
    for (GoldenModel golden : MODELS) {
      float[][] expected = new float[LENGTH][];
      with(
          golden,
          type,
          1,
          KernelChoice.SCALAR,
          (backend, tokens) ->
              System.arraycopy(run(backend, tokens, 64), 0, expected, 0, expected.length));
      with(
          golden,
          type,
          3,
          KernelChoice.MACHINE_CODE,
          (backend, tokens) -> {
            for (int chunk : new int[] {1, 37, backend.maxBatchRows()}) {
              assertArrayEquals(expected, run(backend, tokens, chunk), golden + " by " + chunk);
            }
            backend.copyPage(0, 20, backend.pageTokens());
            backend.copyPage(1, 21, 6);
            int half = backend.pageTokens() + 6;
            SequenceRunner copy = new SequenceRunner(backend, 20).add(tokens).rewind(half);
            copy.add(Arrays.copyOfRange(tokens, half, LENGTH));
            assertArrayEquals(
                Arrays.copyOfRange(expected, half, LENGTH), copy.finish(19), golden + " copied");
          });
    }
  }

  @ParameterizedTest
  @EnumSource(CacheType.class)
  void logitsAreNearThoseOfFloat32(CacheType type) {
    for (GoldenModel golden : MODELS) {
      float[][][] logits = new float[2][][];
      for (int i = 0; i < 2; i++) {
        int which = i;
        with(
            golden,
            i == 0 ? CacheType.F32 : type,
            2,
            KernelChoice.VECTOR,
            (backend, tokens) -> logits[which] = run(backend, tokens, 256));
      }
      double relative =
          IntStream.range(0, LENGTH)
              .mapToDouble(row -> difference(logits[0][row], logits[1][row]))
              .sorted()
              .toArray()[LENGTH / 2];
      assertTrue(
          relative <= Objects.requireNonNull(NEAR.get(type)), golden + " " + type + " " + relative);
      assertTrue(type == CacheType.F32 || relative > 0, "the type changes nothing: " + golden);
    }
  }

  private static double difference(float[] expected, float[] actual) {
    double error = 0;
    double size = 0;
    for (int token = 0; token < expected.length; token++) {
      error += Math.pow(actual[token] - expected[token], 2);
      size += Math.pow(expected[token], 2);
    }
    return Math.sqrt(error / size);
  }
}

package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.testing.GoldenGguf;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A token's numbers depend on the tokens before it and on nothing else, with rounded activations
/// too: not on kernels, threads, or how many rows are computed together.
final class QuantizedInvarianceTest {
  private static final int LENGTH = 41;

  static List<GoldenGguf> files() {
    return GoldenGguf.all();
  }

  @ParameterizedTest
  @MethodSource("files")
  void numbersDependOnTheTokensAlone(GoldenGguf file) {
    float[][] expected = logits(file, KernelChoice.SCALAR, 1, LENGTH);
    for (KernelChoice choice : TestKernels.fast()) {
      for (int chunk : new int[] {1, 2, 7, LENGTH}) {
        float[][] actual = logits(file, choice, 2, chunk);
        for (int i = 0; i < LENGTH; i++) {
          assertArrayEquals(expected[i], actual[i], choice + ", " + chunk + " rows, position " + i);
        }
      }
    }
  }

  private static float[][] logits(GoldenGguf file, KernelChoice kernels, int threads, int chunk) {
    CpuOptions options = new CpuOptions(threads, 64, kernels);
    try (GgufModel model = GgufModel.open(file.file());
        CpuBackend backend = CpuBackend.open(model, options)) {
      int[] tokens = new int[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        tokens[i] = i * 37 % backend.config().vocabSize();
      }
      SequenceRunner sequence = new SequenceRunner(backend, 0).add(tokens);
      float[][] all = new float[LENGTH][];
      for (int done = 0; done < LENGTH; done += chunk) {
        int count = Math.min(chunk, LENGTH - done);
        float[][] some = sequence.step(count);
        System.arraycopy(some, 0, all, done, count);
      }
      return all;
    }
  }
}

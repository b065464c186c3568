package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.RealModel;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The smallest published file in the plain kernels, which take too long for larger ones.
@Timeout(300)
class RealModelKernelsTest {
  private static final double MOST_LOGIT_DIFFERENCE = 2e-3;
  private static final double MOST_NLL_DIFFERENCE = 1e-3;
  private static final double SURE_GAP = 0.01;
  private static final int GREEDY = 16;
  private static final int CACHE_TOKENS = 256;

  private final RealModel real = RealModel.SMOLLM2_135M;

  /// The shortest of the prompts.
  private JsonNode prompt() {
    return real.golden().path("prompts").path(0);
  }

  private static CpuOptions options(KernelChoice kernels, Precision precision) {
    return CpuOptions.defaults(CACHE_TOKENS).withKernels(kernels).withPrecision(precision);
  }

  @Test
  void thePlainKernelsGiveTheNumbersOfTheReference() {
    JsonNode prompt = prompt();
    int[] ids = GoldenModel.ints(prompt.path("ids"));
    try (GgufModel model = GgufModel.open(real.file());
        CpuBackend backend =
            CpuBackend.open(model, options(KernelChoice.SCALAR, Precision.EXACT))) {
      SequenceRunner sequence = new SequenceRunner(backend, 0).add(ids);
      float[][] logits = sequence.finish(ids.length);
      float[] last = logits[ids.length - 1];
      for (String some : new String[] {"last_top20", "last_sample"}) {
        for (JsonNode pair : prompt.path(some)) {
          int id = pair.path(0).intValue();
          assertEquals(pair.path(1).doubleValue(), last[id], MOST_LOGIT_DIFFERENCE, "id " + id);
        }
      }
      double[] nll =
          IntStream.range(1, ids.length)
              .mapToDouble(i -> negativeLogLikelihood(logits[i - 1], ids[i]))
              .toArray();
      float[] expected = GoldenModel.floats(prompt.path("nll"));
      for (int i = 0; i < nll.length; i++) {
        assertEquals(expected[i], nll[i], MOST_NLL_DIFFERENCE, "token " + i);
      }
      for (int i = 0; i < GREEDY; i++) {
        if (prompt.path("greedy_top2_gap").path(i).doubleValue() <= SURE_GAP) {
          break;
        }
        int token = SequenceRunner.best(last);
        assertEquals(prompt.path("greedy").path(i).intValue(), token, "greedy token " + i);
        last = sequence.add(token).step(1)[0];
      }
    }
  }

  private static double negativeLogLikelihood(float[] logits, int id) {
    double largest = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
    double sum =
        IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i] - largest)).sum();
    return largest + Math.log(sum) - logits[id];
  }

  @ParameterizedTest
  @EnumSource
  void allKernelsGiveTheSameBits(Precision precision) {
    int[] ids = GoldenModel.ints(prompt().path("ids"));
    float[][] plain = logits(options(KernelChoice.SCALAR, precision), ids);
    for (KernelChoice choice : TestKernels.fast()) {
      float[][] fast = logits(options(choice, precision), ids);
      for (int i = 0; i < ids.length; i++) {
        assertArrayEquals(plain[i], fast[i], choice + " position " + i);
      }
    }
  }

  private float[][] logits(CpuOptions options, int[] ids) {
    try (GgufModel model = GgufModel.open(real.file());
        CpuBackend backend = CpuBackend.open(model, options)) {
      return new SequenceRunner(backend, 0).add(ids).finish(ids.length);
    }
  }
}

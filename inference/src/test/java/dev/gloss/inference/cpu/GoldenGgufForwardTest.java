package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.testing.GoldenGguf;
import dev.gloss.inference.testing.GoldenModel;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The forward pass of all golden GGUF files, with products of either precision.
///
/// The tolerances are those of `golden/README.md`: a thousandth where weights are expanded exactly
/// and activations taken as they are; with rounded activations the error's root mean square in
/// relation to the standard deviation of what is expected.
final class GoldenGgufForwardTest {
  private static final float EXACT_TOLERANCE = 1e-3f;
  private static final double TOLERANCE_OF_A_FILE = 0.02;
  private static final double TOLERANCE_OF_A_POSITION = 0.04;
  private static final int CACHE_TOKENS = 256;

  static Stream<Arguments> filesAndKernels() {
    return GoldenGguf.all().stream()
        .flatMap(
            file ->
                Stream.of(KernelChoice.SCALAR, KernelChoice.VECTOR)
                    .map(choice -> Arguments.of(file, choice)));
  }

  /// Rounded activations are what there is machine code for.
  static Stream<Arguments> filesAndAllKernels() {
    return GoldenGguf.all().stream()
        .flatMap(file -> TestKernels.all().map(choice -> Arguments.of(file, choice)));
  }

  static Stream<Arguments> filesWithDraftBlock() {
    return filesAndKernels().filter(a -> ((GoldenGguf) a.get()[0]).golden().has("mtp"));
  }

  private interface Check {
    void run(CpuBackend backend, JsonNode golden);
  }

  private static void check(
      GoldenGguf file, KernelChoice choice, Precision precision, Check check) {
    CpuOptions options = new CpuOptions(2, CACHE_TOKENS, choice).withPrecision(precision);
    try (GgufModel model = GgufModel.open(file.file());
        CpuBackend backend = CpuBackend.open(model, options)) {
      check.run(backend, file.golden());
    }
  }

  @ParameterizedTest
  @MethodSource("filesAndKernels")
  void exactLogitsAndGreedyTokens(GoldenGguf file, KernelChoice choice) {
    check(
        file,
        choice,
        Precision.EXACT,
        (backend, expected) -> {
          for (JsonNode prompt : expected.get("prompts")) {
            int[] ids = GoldenModel.ints(prompt.get("ids"));
            String name = prompt.get("name").asText();
            SequenceRunner sequence = new SequenceRunner(backend, 0).add(ids);
            float[][] logits = sequence.finish(ids.length);
            float[] last = GoldenModel.floats(prompt.get("last_logits"));
            assertArrayEquals(last, logits[ids.length - 1], EXACT_TOLERANCE, name);
            for (int i = 0; i < ids.length; i++) {
              for (JsonNode best : prompt.get("top5").get(i)) {
                assertEquals(
                    best.get(1).floatValue(),
                    logits[i][best.get(0).intValue()],
                    EXACT_TOLERANCE,
                    name + " position " + i);
              }
            }
            checkGreedy(prompt, sequence, logits[ids.length - 1]);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("filesAndAllKernels")
  void fastLogitsAndGreedyTokens(GoldenGguf file, KernelChoice choice) {
    check(
        file,
        choice,
        Precision.FAST,
        (backend, expected) -> {
          double all = 0;
          for (JsonNode prompt : expected.get("prompts")) {
            int[] ids = GoldenModel.ints(prompt.get("ids"));
            SequenceRunner sequence = new SequenceRunner(backend, 0).add(ids);
            float[] logits = sequence.finish(ids.length)[ids.length - 1];
            double error = relativeSquare(GoldenModel.floats(prompt.get("last_logits")), logits);
            String name = prompt.get("name").asText();
            assertTrue(Math.sqrt(error) < TOLERANCE_OF_A_POSITION, name + " " + Math.sqrt(error));
            all += error;
            checkGreedy(prompt, sequence, logits);
          }
          double error = Math.sqrt(all / expected.get("prompts").size());
          assertTrue(error < TOLERANCE_OF_A_FILE, () -> "in all " + error);
        });
  }

  @ParameterizedTest
  @MethodSource("filesWithDraftBlock")
  void theDraftBlocksLogits(GoldenGguf file, KernelChoice choice) {
    check(
        file,
        choice,
        Precision.EXACT,
        (backend, expected) -> {
          for (JsonNode mtp : expected.get("mtp")) {
            int[] ids = GoldenModel.ints(prompt(expected, mtp.get("prompt").asText()).get("ids"));
            int[] nextIds = GoldenModel.ints(mtp.get("next_ids"));
            SequenceRunner sequence = new SequenceRunner(backend, 0).add(ids);
            sequence.step(ids.length);
            float[] logits = sequence.add(nextIds[ids.length - 1]).draft();
            assertArrayEquals(
                GoldenModel.floats(mtp.get("post_norm").get("last_logits")),
                logits,
                EXACT_TOLERANCE,
                mtp.get("prompt").asText());
          }
        });
  }

  private static void checkGreedy(JsonNode prompt, SequenceRunner sequence, float[] lastLogits) {
    int[] tokens = new int[prompt.get("greedy").size()];
    float[] logits = lastLogits;
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = SequenceRunner.best(logits);
      logits = sequence.add(tokens[i]).step(1)[0];
    }
    assertArrayEquals(GoldenModel.ints(prompt.get("greedy")), tokens, prompt.get("name").asText());
  }

  /// The mean square of the differences over the variance of what is expected.
  private static double relativeSquare(float[] expected, float[] actual) {
    double mean = 0;
    for (float value : expected) {
      mean += value / expected.length;
    }
    double difference = 0;
    double variance = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      variance += (expected[i] - mean) * (expected[i] - mean);
    }
    return difference / variance;
  }

  private static JsonNode prompt(JsonNode expected, String name) {
    for (JsonNode prompt : expected.get("prompts")) {
      if (prompt.get("name").asText().equals(name)) {
        return prompt;
      }
    }
    throw new AssertionError("no prompt " + name);
  }
}

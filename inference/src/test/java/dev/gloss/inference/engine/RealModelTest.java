package dev.gloss.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationEvent.Finished;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.testing.RealModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Published files against reference code that computes in float32 over the exactly expanded
/// weights.
class RealModelTest {
  private static final double MOST_LOGIT_DIFFERENCE = 2e-3;
  private static final double MOST_NLL_DIFFERENCE = 1e-3;

  /// A greedy token whose lead over the second is smaller may be another one.
  private static final double SURE_GAP = 0.01;

  private static final double SURE_GAP_FAST = 0.3;
  private static final int GREEDY_FAST = 16;
  private static final double LEAST_EQUAL_FAST = 0.8;
  private static final double MOST_NLL_SHARE_FAST = 0.01;

  private static LocalEngine open(RealModel model, Precision precision) {
    return LocalEngine.open(
        model.file(), EngineOptions.defaults().withCacheTokens(2048).withPrecision(precision));
  }

  @ParameterizedTest
  @EnumSource
  void textBecomesTheTokensOfTheReference(RealModel model) {
    try (OpenedModel opened = ModelFiles.open(model.file())) {
      for (JsonNode textCase : model.golden().path("tokenizer_cases")) {
        String text = textCase.path("text").asText();
        assertArrayEquals(ids(textCase.path("ids")), opened.tokenizer().encode(text), text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void exactArithmeticGivesTheNumbersOfTheReference(RealModel model) {
    try (LocalEngine engine = open(model, Precision.EXACT)) {
      for (JsonNode prompt : model.golden().path("prompts")) {
        String label = prompt.path("label").asText();
        int[] ids = ids(prompt.path("ids"));
        float[] logits = engine.logits(ids, false).getFirst();
        checkLogits(label, prompt.path("last_top20"), logits);
        checkLogits(label, prompt.path("last_sample"), logits);
        assertArrayEquals(
            doubles(prompt.path("nll")),
            engine.negativeLogLikelihoods(ids),
            MOST_NLL_DIFFERENCE,
            label);
        int[] expected = ids(prompt.path("greedy"));
        double[] gaps = doubles(prompt.path("greedy_top2_gap"));
        int sure = sureTokens(gaps, expected.length, SURE_GAP);
        assertArrayEquals(
            Arrays.copyOf(expected, sure), Arrays.copyOf(greedy(engine, ids, sure), sure), label);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void fastArithmeticStaysNear(RealModel model) {
    try (LocalEngine engine = open(model, Precision.FAST)) {
      int sure = 0;
      int equal = 0;
      for (JsonNode prompt : model.golden().path("prompts")) {
        String label = prompt.path("label").asText();
        int[] ids = ids(prompt.path("ids"));
        double expected = mean(doubles(prompt.path("nll")));
        assertEquals(
            expected,
            mean(engine.negativeLogLikelihoods(ids)),
            MOST_NLL_SHARE_FAST * expected,
            label);
        double[] gaps = doubles(prompt.path("greedy_top2_gap"));
        if (sureTokens(gaps, GREEDY_FAST, SURE_GAP_FAST) == GREEDY_FAST) {
          sure++;
          int[] first = Arrays.copyOf(ids(prompt.path("greedy")), GREEDY_FAST);
          equal += Arrays.equals(first, greedy(engine, ids, GREEDY_FAST)) ? 1 : 0;
        }
      }
      assertTrue(equal >= LEAST_EQUAL_FAST * sure, equal + " of " + sure + " prompts go on alike");
    }
  }

  private static void checkLogits(String label, JsonNode pairs, float[] logits) {
    for (JsonNode pair : pairs) {
      int id = pair.path(0).intValue();
      assertEquals(
          pair.path(1).doubleValue(), logits[id], MOST_LOGIT_DIFFERENCE, label + ", id " + id);
    }
  }

  /// Tokens before the first whose lead is too small.
  private static int sureTokens(double[] gaps, int most, double least) {
    return IntStream.range(0, most).filter(i -> gaps[i] <= least).findFirst().orElse(most);
  }

  private static int[] greedy(LocalEngine engine, int[] ids, int count) {
    if (count == 0) {
      return new int[0];
    }
    List<Integer> written = new ArrayList<>();
    GenerationRequest request =
        GenerationRequest.of(Prompt.of(new Prompt.Ids(Arrays.stream(ids).boxed().toList())), count)
            .withSpeculation(Speculation.OFF)
            .withIgnoreEos(true);
    GenerationEvent last =
        engine
            .generate(
                request,
                event -> {
                  if (event instanceof GenerationEvent.Token token) {
                    written.add(token.id());
                  }
                })
            .completion()
            .join();
    assertTrue(last instanceof Finished, last.toString());
    return written.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static int[] ids(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.path(i).intValue()).toArray();
  }

  private static double[] doubles(JsonNode array) {
    return IntStream.range(0, array.size()).mapToDouble(i -> array.path(i).doubleValue()).toArray();
  }
}

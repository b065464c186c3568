package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.testing.GoldenModel;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The small checkpoints' own tokenizers: other merges and other added tokens in the same frame.
class GoldenModelTextTest {

  @ParameterizedTest
  @MethodSource("modelsWithText")
  void textBecomesTheReferencesIds(GoldenModel model) {
    BpeTokenizer tokenizer = BpeTokenizer.load(model.folder());
    for (JsonNode expected : model.textGolden().get("tokenizer_cases")) {
      check(tokenizer, expected);
    }
  }

  @ParameterizedTest
  @MethodSource("modelsWithText")
  void promptsAndCompletionsAreTheReferences(GoldenModel model) {
    BpeTokenizer tokenizer = BpeTokenizer.load(model.folder());
    for (JsonNode expected : model.textGolden().get("completions")) {
      check(tokenizer, expected);
      assertEquals(
          expected.get("greedy_text").textValue(),
          tokenizer.decode(GoldenModel.ints(expected.get("greedy"))));
    }
  }

  private static void check(BpeTokenizer tokenizer, JsonNode expected) {
    int[] ids = tokenizer.encode(expected.get("text").textValue());
    assertArrayEquals(GoldenModel.ints(expected.get("ids")), ids);
    assertEquals(expected.get("text").textValue(), tokenizer.decode(ids));
  }

  static Stream<GoldenModel> modelsWithText() {
    return Arrays.stream(GoldenModel.values()).filter(GoldenModel::hasText);
  }
}

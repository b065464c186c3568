package dev.gloss.inference.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoldenModelTest {

  @ParameterizedTest
  @EnumSource
  void everyPromptHasOneLogitPerVocabularyEntry(GoldenModel model) {
    int vocabSize =
        GoldenModel.json(model.folder().resolve("config.json")).get("vocab_size").intValue();
    JsonNode prompts = model.golden().get("prompts");
    assertTrue(prompts.size() > 0);
    for (JsonNode prompt : prompts) {
      assertEquals(vocabSize, GoldenModel.floats(prompt.get("last_logits")).length);
      assertTrue(GoldenModel.ints(prompt.get("ids")).length > 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void textIsThereWhereSaid(GoldenModel model) {
    if (model.hasText()) {
      assertTrue(model.textGolden().get("completions").size() > 0);
    } else {
      assertTrue(!model.folder().resolve("tokenizer.json").toFile().exists());
    }
  }
}

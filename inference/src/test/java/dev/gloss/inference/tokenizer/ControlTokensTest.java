package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTokensTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<|EOT|>",
        "<｜User｜>",
        "<｜fim▁begin｜>",
        "<|fim_prefix|>",
        "<|file_sep|>",
        "<|im_end|>",
        "<|endoftext|>",
        "<｜tool▁calls▁begin｜>",
        "<[fim-suffix]>",
        "<fim_middle>",
        "▁<MID>",
        "[gMASK]",
        "</s>",
        "<pad>"
      })
  void marksOfWellKnownFormsAreControlTokensThoughNothingFlagsThem(String content) {
    assertTrue(ControlTokens.contain(content, false));
    assertTrue(ControlTokens.contain(content, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<think>", "</think>", "<answer>", "</answer>", "[THINK]"})
  void tagsAroundAThoughtAreTextWhateverTheirFlag(String content) {
    assertFalse(ControlTokens.contain(content, false));
    assertFalse(ControlTokens.contain(content, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<tool_call>", "</arg_key>", "    ", "<div>", "|>", "<|", "<|｜>", "a"})
  void whatElseIsNotFlaggedIsText(String content) {
    assertFalse(ControlTokens.contain(content, false));
    assertTrue(ControlTokens.contain(content, true));
  }

  @Test
  void onlyAddedTokensAreControlTokens() {
    BpeTokenizer tokenizer = GoldenTokenizers.load("deepseek-v3");
    int[] added = tokenizer.encode("<｜User｜><｜fim▁end｜><｜tool▁sep｜><｜end▁of▁sentence｜>");
    assertEquals(4, added.length);
    for (int id : added) {
      assertTrue(tokenizer.isControl(id), tokenizer.decode(id));
    }
    for (int id : tokenizer.encodeText("<｜User｜> <|EOT|> </s> return")) {
      assertFalse(tokenizer.isControl(id), tokenizer.decode(id));
    }
    assertFalse(tokenizer.isControl(-1));
    assertFalse(tokenizer.isControl(Integer.MAX_VALUE));
  }
}

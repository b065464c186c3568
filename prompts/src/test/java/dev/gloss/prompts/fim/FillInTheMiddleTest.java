package dev.gloss.prompts.fim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gloss.inference.Prompt;
import dev.gloss.inference.PromptHints;
import dev.gloss.prompts.WordTokenizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FillInTheMiddleTest {

  /// What a model of a family is asked, its special tokens by their texts: `P` stands before the
  /// hole, `S` behind it.
  private static void check(String family, String prompt, String... specials) {
    FillInTheMiddle fim = FillInTheMiddle.of(new WordTokenizer(false, specials), PromptHints.NONE);
    assertEquals(Optional.of(family), fim.family());
    assertEquals(prompt, text(fim.layout(null)));
  }

  /// The prefix ends with a line, so that the model has nothing of it to begin with.
  private static String text(FimLayout layout) {
    return layout.prompt("P\n", "S").parts().stream()
        .map(
            part ->
                switch (part) {
                  case Prompt.Special(String name) -> name;
                  case Prompt.Text(String text) -> text.strip();
                  case Prompt.Ids(List<Integer> ids) -> ids.toString();
                })
        .collect(Collectors.joining());
  }

  @Test
  void eachFamilyIsAskedWithItsOwnTokensInItsUsualForm() {
    check(
        "DeepSeek",
        "<｜fim▁begin｜>P<｜fim▁hole｜>S<｜fim▁end｜>",
        "<｜fim▁hole｜>",
        "<｜fim▁begin｜>",
        "<｜fim▁end｜>");
    check(
        "Qwen",
        "<|fim_prefix|><|fim_suffix|>S<|fim_middle|>P",
        "<|endoftext|>",
        "<|fim_prefix|>",
        "<|fim_middle|>",
        "<|fim_suffix|>");
    check(
        "StarCoder",
        "<fim_prefix>P<fim_suffix>S<fim_middle>",
        "<fim_prefix>",
        "<fim_middle>",
        "<fim_suffix>",
        "<filename>");
    check(
        "Mellum",
        "<fim_suffix>S<fim_prefix>P<fim_middle>",
        "<fim_prefix>",
        "<fim_middle>",
        "<fim_suffix>",
        "<filename>",
        "<user>");
    check(
        "GLM",
        "<|code_prefix|>P<|code_suffix|>S<|code_middle|>",
        "<|code_prefix|>",
        "<|code_middle|>",
        "<|code_suffix|>");
    check(
        "Seed-Coder",
        "<[fim-suffix]>S<[fim-prefix]>P<[fim-middle]>",
        "<[fim-suffix]>",
        "<[fim-prefix]>",
        "<[fim-middle]>");
    check("CodeLlama", "▁<PRE>P▁<SUF>S▁<MID>", "▁<PRE>", "▁<MID>", "▁<SUF>", "▁<EOT>");
    check("Codestral", "[SUFFIX]S[PREFIX]P", "[PREFIX]", "[MIDDLE]", "[SUFFIX]");
  }

  @Test
  void aModelWithoutTheTokensGoesOnWithThePrefixAlone() {
    WordTokenizer chatOnly = new WordTokenizer(false, "<|im_start|>", "<|fim_prefix|>");
    FillInTheMiddle fim = FillInTheMiddle.of(chatOnly, PromptHints.NONE);
    assertFalse(fim.isMarked());
    assertEquals(
        "no fill-in-the-middle tokens: completes from what stands before the cursor alone",
        fim.description());
    assertEquals(List.of(FimForm.PREFIX), fim.forms());
    assertEquals("P", text(fim.layout(FimForm.PSM)));
  }

  @Test
  void theIdsOfTheModelsFileGoBeforeTheNames() {
    WordTokenizer tokenizer =
        new WordTokenizer(
            false, "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<a>", "<b>", "<c>");
    FillInTheMiddle fim = FillInTheMiddle.of(tokenizer, new PromptHints(3, 4, 5, null, null, null));
    assertEquals("[3][4]S[5]P", text(fim.layout(FimForm.SPM)));
    assertEquals(Set.of(0, 1, 2, 3, 4, 5), fim.ends());
  }

  @Test
  void idsAloneAreEnough() {
    WordTokenizer tokenizer = new WordTokenizer(false, "<a>", "<b>", "<c>");
    FillInTheMiddle fim = FillInTheMiddle.of(tokenizer, new PromptHints(0, 1, 2, null, null, null));
    assertEquals(Optional.empty(), fim.family());
    assertEquals("[0]P[1]S[2]", text(fim.layout(null)));
  }

  @Test
  void idsThatTheTokenizerHasNotArePassedOver() {
    WordTokenizer tokenizer = new WordTokenizer(false, "<a>", "<b>", "<c>");
    assertFalse(
        FillInTheMiddle.of(tokenizer, new PromptHints(0, 1, 3, null, null, null)).isMarked());
  }

  @Test
  void everyFormMayBeAskedFor() {
    WordTokenizer qwen =
        new WordTokenizer(false, "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>");
    FillInTheMiddle fim = FillInTheMiddle.of(qwen, PromptHints.NONE);
    assertEquals(List.of(FimForm.values()), fim.forms());
    assertEquals(
        "Qwen's tokens, suffix first, the prefix behind the middle token", fim.description());
    assertEquals("<|fim_prefix|>P<|fim_suffix|>S<|fim_middle|>", text(fim.layout(FimForm.PSM)));
    assertEquals("<|fim_suffix|>S<|fim_prefix|>P<|fim_middle|>", text(fim.layout(FimForm.SWAPPED)));
  }

  @Test
  void withoutAMiddleTokenOnlySwappedIsLeft() {
    WordTokenizer codestral = new WordTokenizer(false, "[PREFIX]", "[SUFFIX]");
    assertEquals(
        List.of(FimForm.SWAPPED, FimForm.PREFIX),
        FillInTheMiddle.of(codestral, PromptHints.NONE).forms());
  }

  @Test
  void aHoleEndsWithTheFamilysOwnTokens() {
    WordTokenizer qwen =
        new WordTokenizer(
            false,
            "<|endoftext|>",
            "<|fim_prefix|>",
            "<|fim_middle|>",
            "<|fim_suffix|>",
            "<|file_sep|>",
            "<think>");
    assertEquals(Set.of(0, 1, 2, 3, 4), FillInTheMiddle.of(qwen, PromptHints.NONE).ends());
  }
}

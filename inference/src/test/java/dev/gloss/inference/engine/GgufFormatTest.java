package dev.gloss.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.FimOrder;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.testing.GgufWriter;
import dev.gloss.inference.testing.GoldenGguf;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.MappedMemory;
import dev.gloss.inference.testing.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the engine takes from GGUF files beside the weights.
class GgufFormatTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.defaults().withThreads(2).withCacheTokens(512);

  @TempDir private Path folder = Path.of("");

  @Test
  void theEngineRunsAFileAndASplit() {
    for (String name : List.of("qwen2-q5_k_m", "ds2-split", "ds2-nextn-bf16")) {
      GoldenGguf golden = new GoldenGguf(name);
      JsonNode prompt = golden.golden().get("prompts").get(1);
      try (LocalEngine engine = LocalEngine.open(golden.file(), OPTIONS)) {
        List<Integer> ids = new ArrayList<>();
        prompt.get("ids").forEach(id -> ids.add(id.intValue()));
        int[] greedy = GoldenModel.ints(prompt.get("greedy"));
        GenerationRequest request =
            GenerationRequest.of(Prompt.of(new Prompt.Ids(ids)), greedy.length).withIgnoreEos(true);
        List<Integer> expected = Arrays.stream(greedy).boxed().toList();
        assertEquals(expected, Outcome.of(engine, request).ids(), name);
      }
    }
  }

  @Test
  void metadataSayHowTheModelIsToBeAsked() {
    try (OpenedModel opened = ModelFiles.open(new GoldenGguf("qwen2-bf16").file())) {
      assertEquals(new PromptHints(287, 289, 288, null, null, null), opened.hints());
      assertEquals(Set.of(282), opened.endTokens());
      var template = Objects.requireNonNull(opened.chatTemplate());
      assertTrue(template.source().contains("<|im_start|>"), template.source());
      assertEquals("<|im_end|>", template.tokens().get("eos_token"));
    }
    try (OpenedModel opened = ModelFiles.open(new GoldenGguf("qwen2-q5_k_m").file())) {
      assertEquals(PromptHints.NONE, opened.hints());
    }
  }

  @Test
  void theCardTellsWhatTheFilesState() {
    ModelInfo info = ModelCard.read(new GoldenGguf("ds2-q4_k_m").file());
    assertEquals("ds2-q4_k_m", info.name());
    assertEquals("deepseek2", info.architecture());
    assertEquals("GGUF", info.file().format());
    assertEquals("gpt2, deepseek-llm", info.file().tokenizer());
    assertNull(info.file().licence());
    assertEquals(
        List.of("Q4_K", "Q6_K", "Q8_0", "Q5_0", "F32"),
        List.copyOf(info.file().typeBytes().keySet()));
    assertEquals(147_968, info.file().typeBytes().get("Q8_0"));
  }

  @Test
  void oldNamesOfKeysAndOwnOnesAreKnown() {
    GgufWriter writer =
        tiny()
            .put("general.name", "Tiny")
            .put("general.license", "mit")
            .put("tokenizer.ggml.prefix_token_id", 1)
            .put("tokenizer.ggml.suffix_token_id", 2)
            .put("tokenizer.ggml.middle_token_id", 3)
            .put("tokenizer.ggml.eot_token_id", 4)
            .put("gloss.fim_order", "spm")
            .put("gloss.explain_question", "Explain:")
            .put("gloss.programming_languages", "java,kotlin")
            .put("gloss.ngram_weight", 0.25f);
    try (OpenedModel opened = ModelFiles.open(write(writer))) {
      List<String> languages = List.of("java", "kotlin");
      assertEquals(
          new PromptHints(1, 2, 3, FimOrder.SPM, "Explain:", 0.25, languages), opened.hints());
      assertEquals(Set.of(4), opened.endTokens());
      assertEquals("Tiny", opened.name());
      assertEquals("mit", opened.file().licence());
      assertNull(opened.chatTemplate());
    }
  }

  @Test
  void withoutTokenizerIdsWork() {
    Path file = write(tiny());
    try (LocalEngine engine = LocalEngine.open(file, OPTIONS)) {
      assertEquals("tiny", engine.model().name());
      assertNull(engine.model().file().tokenizer());
      GenerationRequest ids = GenerationRequest.of(Prompt.of(new Prompt.Ids(List.of(1, 2))), 3);
      assertEquals(3, Outcome.of(engine, ids.withIgnoreEos(true)).ids().size());
      GenerationRequest text = GenerationRequest.of(Prompt.of(new Prompt.Text("a")), 3);
      var e = assertThrows(ModelException.class, () -> engine.generate(text, event -> {}));
      assertEquals(
          file + ": has no tokenizer, expected keys tokenizer.ggml.*: only token ids can be used",
          e.getMessage());
    }
  }

  @Test
  void whatIsNotReadIsNotJudged() {
    GgufWriter writer = tiny().put("general.license", 7).put("general.name", List.of("a"));
    try (OpenedModel opened = ModelFiles.open(write(writer))) {
      assertNull(opened.file().licence());
      assertEquals("tiny", opened.name());
    }
  }

  /// Converters write it for distillations of R1, and no engine reads it where YaRN is applied.
  @Test
  void theAttentionFactorOfYarnIsComputed() {
    RopeSpec computed = yarn("yarn_ext_factor", -1f);
    assertEquals(computed, yarn("yarn_attn_factor", 0.878f));
  }

  private RopeSpec yarn(String key, float value) {
    GgufWriter writer =
        tiny()
            .put("llama.rope.scaling.type", "yarn")
            .put("llama.rope.scaling.factor", 4f)
            .put("llama.rope.scaling." + key, value);
    try (OpenedModel opened = ModelFiles.open(write(writer))) {
      return opened.model().config().rope();
    }
  }

  @Test
  void minusOneIsNoToken() {
    GgufWriter writer =
        tiny()
            .put("tokenizer.ggml.padding_token_id", -1)
            .put("tokenizer.ggml.eot_token_id", -1)
            .put("tokenizer.ggml.unknown_token_id", -1);
    try (OpenedModel opened = ModelFiles.open(write(writer))) {
      assertFalse(opened.endTokens().contains(-1));
    }
  }

  @Test
  void tokenizersThatDoNotFitTheModelAreRefused() throws Exception {
    refused(
        "metadata key tokenizer.ggml.tokens has 300 tokens, expected at most 16, the rows of the",
        tokens(tiny(), 300));
    refused(
        "tokenizer.ggml.eos_token_id: expected an id from 0 to 299, found 300",
        tokens(tiny(), 300).put("tokenizer.ggml.eos_token_id", 300));
    refused(
        "metadata key tokenizer.ggml.eot_token_id is 5000000 (uint32), expected an integer",
        tiny().put("tokenizer.ggml.eot_token_id", 5_000_000));
    refused(
        "metadata key gloss.fim_order is \"x\", expected psm", tiny().put("gloss.fim_order", "x"));
    for (String kind : List.of("llama", "t5", "bert", "rwkv")) {
      refused(
          "metadata key tokenizer.ggml.model is \"" + kind + "\", expected gpt2, byte-level merges",
          tiny().put("tokenizer.ggml.model", kind));
    }
  }

  private void refused(String expected, GgufWriter writer) throws Exception {
    Path file = write(writer);
    MappedMemory.assertNoLeak(
        () -> {
          var e = assertThrows(ModelException.class, () -> ModelFiles.open(file));
          String message = String.valueOf(e.getMessage());
          assertTrue(message.startsWith(file + ": " + expected), message);
        });
  }

  @Test
  void aTokenizerIsReadWhateverTheModelIs() {
    GgufWriter unknown = new GgufWriter().put("general.architecture", "frobnicate");
    Path file = write(tokens(unknown, 256));
    assertEquals(256, ModelFiles.tokenizer(file).vocabularySize());
    Path none = write(new GgufWriter().put("general.architecture", "frobnicate"));
    var e = assertThrows(ModelException.class, () -> ModelFiles.tokenizer(none));
    assertEquals(
        none + ": metadata key tokenizer.ggml.model is missing, expected gpt2", e.getMessage());
  }

  @Test
  void whatIsThereIsSaidWhereNothingCanBeOpened() throws Exception {
    Path missing = folder.resolve("none.gguf");
    var e = assertThrows(ModelException.class, () -> ModelFiles.open(missing));
    assertEquals(missing + ": is missing, expected a GGUF file", e.getMessage());
    Path text = Files.writeString(folder.resolve("notes.txt"), "some text");
    e = assertThrows(ModelException.class, () -> ModelFiles.open(text));
    assertTrue(String.valueOf(e.getMessage()).contains("it is no GGUF file"), e.getMessage());
  }

  private Path write(GgufWriter writer) {
    return writer.write(folder.resolve("tiny.gguf"));
  }

  /// A model of one layer and 16 rows of vocabulary, without tokenizer.
  private static GgufWriter tiny() {
    GgufWriter writer = new GgufWriter().put("general.architecture", "llama");
    Map.of(
            "block_count", 1,
            "context_length", 64,
            "embedding_length", 8,
            "feed_forward_length", 16,
            "attention.head_count", 2)
        .forEach((key, value) -> writer.put("llama." + key, value));
    writer.put("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    writer.zeros("token_embd.weight", 8, 16).zeros("output_norm.weight", 8);
    for (String name : List.of("attn_norm", "ffn_norm")) {
      writer.zeros("blk.0." + name + ".weight", 8);
    }
    for (String name : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
      writer.zeros("blk.0." + name + ".weight", 8, 8);
    }
    return writer
        .zeros("blk.0.ffn_gate.weight", 8, 16)
        .zeros("blk.0.ffn_up.weight", 8, 16)
        .zeros("blk.0.ffn_down.weight", 16, 8);
  }

  private static GgufWriter tokens(GgufWriter writer, int count) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // GPT-2's alphabet in any order, and behind it what is no byte.
      tokens.add(String.valueOf((char) (i < 94 ? '!' + i : 0xA1 + i - 94)));
    }
    return writer
        .put("tokenizer.ggml.model", "gpt2")
        .put("tokenizer.ggml.pre", "qwen2")
        .put("tokenizer.ggml.tokens", tokens)
        .put("tokenizer.ggml.merges", Collections.<String>emptyList());
  }
}

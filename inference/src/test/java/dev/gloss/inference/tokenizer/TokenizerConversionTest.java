package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.testing.GoldenModel;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TokenizerConversionTest {

  /// R1's distillations cut text as Qwen does.
  private static final Map<String, String> NAMES =
      Map.of(
          "deepseek-v2", "deepseek-llm",
          "deepseek-v3", "deepseek-v3",
          "deepseek-coder", "deepseek-coder",
          "glm4", "glm4",
          "llama3", "llama-bpe",
          "qwen2", "qwen2",
          "r1-qwen", "qwen2",
          "starcoder", "starcoder");

  private static final List<String> FAMILIES = GoldenTokenizers.FAMILIES;

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void ggufAndBackTokenizeAlike(String family) throws IOException {
    BpeTokenizer original = GoldenTokenizers.load(family);
    int rows = original.vocabularySize() + 7;
    GgufVocabulary vocabulary = HuggingFaceVocabulary.read(GoldenTokenizers.folder(family), rows);
    assertEquals(NAMES.get(family), vocabulary.pre());
    assertEquals(rows, vocabulary.tokens().size());
    assertEquals("[PAD" + (rows - 1) + "]", vocabulary.tokens().getLast());
    TokenizerJsonWriter.write(vocabulary, folder.resolve("tokenizer.json"));
    BpeTokenizer gguf = BpeTokenizer.of(vocabulary);
    BpeTokenizer back = BpeTokenizer.load(folder);
    assertEquals(original.bosId(), gguf.bosId());
    assertEquals(original.eosId(), gguf.eosId());
    assertEquals(original.addBosToken(), gguf.addBosToken());
    for (JsonNode one : GoldenTokenizers.json(family, "cases.json")) {
      String text = one.get("text").asText();
      if (Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
        int[] ids = GoldenModel.ints(one.get("ids"));
        assertArrayEquals(ids, gguf.encode(text), text);
        assertArrayEquals(ids, back.encode(text), text);
        assertEquals(original.decodeWithoutSpecial(ids), back.decodeWithoutSpecial(ids));
      }
    }
  }

  @Test
  void refusesTokensBeyondTheEmbedding() {
    Path qwen = GoldenTokenizers.folder("qwen2");
    ModelException e =
        assertThrows(ModelException.class, () -> HuggingFaceVocabulary.read(qwen, 700));
    assertTrue(String.valueOf(e.getMessage()).contains("the model's embedding 700 rows"));
  }
}

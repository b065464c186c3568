package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.testing.GoldenModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same tokenizers in the form that GGUF files carry.
class GgufVocabularyTest {

  @ParameterizedTest
  @CsvSource({"deepseek-v2, deepseek-llm", "deepseek-v3, deepseek-v3"})
  void aGgufFilesVocabularyGivesTheSameIds(String family, String pre) {
    BpeTokenizer original = GoldenTokenizers.load(family);
    BpeTokenizer tokenizer = BpeTokenizer.of(vocabulary(family, pre));
    assertEquals(original.vocabularySize(), tokenizer.vocabularySize());
    assertEquals(original.bosId(), tokenizer.bosId());
    assertEquals(original.eosId(), tokenizer.eosId());
    assertEquals(original.addBosToken(), tokenizer.addBosToken());
    for (JsonNode expected : GoldenTokenizers.json(family, "cases.json")) {
      String text = expected.get("text").textValue();
      int[] ids = tokenizer.encode(text);
      assertArrayEquals(GoldenModel.ints(expected.get("ids")), ids, text);
      assertEquals(expected.get("decoded").textValue(), tokenizer.decode(ids));
      assertEquals(
          expected.get("decoded_skip_special").textValue(), tokenizer.decodeWithoutSpecial(ids));
      assertArrayEquals(original.encodeText(text), tokenizer.encodeText(text), text);
    }
  }

  @Test
  void coderCutsItsOwnWay() {
    BpeTokenizer coder = BpeTokenizer.of(small("deepseek-coder", List.of(), List.of("1 2", "a b")));
    assertArrayEquals(new int[] {'1', '2', 257}, coder.encode("12ab"));
    BpeTokenizer v3 = BpeTokenizer.of(small("deepseek-v3", List.of(), List.of("1 2", "a b")));
    assertArrayEquals(new int[] {256, 257}, v3.encode("12ab"));
  }

  @Test
  void unusedTokensStandForNothing() {
    List<Integer> types = new ArrayList<>(Collections.nCopies(258, 1));
    types.set(257, 5);
    BpeTokenizer tokenizer = BpeTokenizer.of(small("deepseek-v3", types, List.of("1 2")));
    assertEquals("", tokenizer.decode(257));
    assertEquals(258, tokenizer.vocabularySize());
  }

  /// As fine-tunes have them: an ordinary token made special, rows without a text, and letters that
  /// were added, which DeepSeek-Coder has.
  @Test
  void strangeFlagsLoseNoText() {
    List<Integer> types = new ArrayList<>(Collections.nCopies(260, 1));
    types.set('!', 3);
    types.set(258, 3);
    types.set(259, 4);
    GgufVocabulary made = small("deepseek-coder", types, List.of("1 2"));
    List<String> tokens = new ArrayList<>(made.tokens());
    tokens.addAll(List.of("", "ü"));
    BpeTokenizer tokenizer =
        BpeTokenizer.of(
            new GgufVocabulary(
                "m.gguf",
                made.pre(),
                tokens,
                types,
                made.merges(),
                OptionalInt.empty(),
                OptionalInt.of(258),
                false));
    assertArrayEquals(new int[] {'!', '!'}, tokenizer.encode("!!"));
    assertFalse(tokenizer.isControl('!'));
    assertEquals("", tokenizer.decode(258));
    assertArrayEquals(new int[] {'f', 259, 'r'}, tokenizer.encode("für"));
    assertArrayEquals(new int[] {'f', 259, 'r'}, tokenizer.encodeText("für"));
    assertEquals("für", tokenizer.decode('f', 259, 'r'));
  }

  @Test
  void contradictionsAreNamed() {
    checkRefused(
        "m.gguf: tokenizer.ggml.pre: expected one of", small("gpt-5", List.of(), List.of()));
    checkRefused(
        "m.gguf: tokenizer.ggml.token_type: expected 258 types, found 1 of them",
        small("deepseek-v3", List.of(1), List.of()));
    checkRefused(
        "m.gguf: tokenizer.ggml.merges[0]: expected tokens of the vocabulary, found \"zz\"",
        small("deepseek-v3", List.of(), List.of("z z")));
    GgufVocabulary good = small("deepseek-v3", List.of(), List.of());
    checkRefused(
        "m.gguf: tokenizer.ggml.eos_token_id: expected an id from 0 to 257, found 258",
        new GgufVocabulary(
            good.file(),
            good.pre(),
            good.tokens(),
            good.tokenTypes(),
            good.merges(),
            OptionalInt.empty(),
            OptionalInt.of(258),
            false));
  }

  private static void checkRefused(String expected, GgufVocabulary vocabulary) {
    var e = assertThrows(ModelException.class, () -> BpeTokenizer.of(vocabulary));
    assertTrue(String.valueOf(e.getMessage()).startsWith(expected), e.getMessage());
  }

  /// All bytes by their value, then `12` and `ab`.
  private static GgufVocabulary small(String pre, List<Integer> types, List<String> merges) {
    List<String> tokens = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      tokens.add(ByteAlphabetTest.spell(b));
    }
    tokens.addAll(List.of("12", "ab"));
    return new GgufVocabulary(
        "m.gguf", pre, tokens, types, merges, OptionalInt.empty(), OptionalInt.empty(), false);
  }

  private static GgufVocabulary vocabulary(String family, String pre) {
    JsonNode json = GoldenModel.json(GoldenTokenizers.folder(family).resolve("tokenizer.json"));
    int size = GoldenTokenizers.load(family).vocabularySize();
    List<String> tokens = new ArrayList<>(Collections.nCopies(size, ""));
    List<Integer> types = new ArrayList<>(Collections.nCopies(size, 1));
    json.at("/model/vocab")
        .properties()
        .forEach(e -> tokens.set(e.getValue().intValue(), e.getKey()));
    for (JsonNode added : json.get("added_tokens")) {
      tokens.set(added.get("id").intValue(), added.get("content").textValue());
      types.set(added.get("id").intValue(), added.get("special").booleanValue() ? 3 : 4);
    }
    BpeTokenizer original = GoldenTokenizers.load(family);
    return new GgufVocabulary(
        "model.gguf",
        pre,
        tokens,
        types,
        GoldenTokenizers.strings(json.at("/model/merges")),
        original.bosId(),
        original.eosId(),
        original.addBosToken());
  }
}

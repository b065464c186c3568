package dev.gloss.inference.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.tensor.Tensor;
import dev.gloss.inference.testing.GoldenGguf;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.MappedMemory;
import dev.gloss.inference.tokenizer.BpeTokenizer;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is in the golden files, apart from the arithmetic.
class GoldenFilesTest {

  @ParameterizedTest
  @MethodSource("dev.gloss.inference.testing.GoldenGguf#all")
  void everyFileOpensAndClosesWhole(GoldenGguf golden) throws Exception {
    JsonNode expected = golden.golden();
    MappedMemory.assertNoLeak(
        () -> {
          try (GgufModel model = GgufModel.open(golden.file())) {
            assertEquals(expected.get("architecture").textValue(), model.config().architecture());
            assertEquals(expected.has("mtp") ? 1 : 0, model.weights().mtp().size());
            Map<String, Long> types =
                model.tensors().stream()
                    .collect(
                        Collectors.groupingBy(
                            (Tensor tensor) -> tensor.dtype().name(),
                            TreeMap::new,
                            Collectors.counting()));
            Map<String, Long> expectedTypes = new TreeMap<>();
            expected
                .get("tensor_types")
                .properties()
                .forEach(type -> expectedTypes.put(type.getKey(), type.getValue().longValue()));
            assertEquals(expectedTypes, types);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("dev.gloss.inference.testing.GoldenGguf#all")
  void itsTokenizerGivesTheReferencesIds(GoldenGguf golden) {
    JsonNode expected = golden.golden();
    try (GgufModel model = GgufModel.open(golden.file())) {
      TokenizerKeys keys = new TokenizerKeys(model.metadata());
      BpeTokenizer tokenizer = Objects.requireNonNull(keys.tokenizer());
      JsonNode about = expected.get("tokenizer");
      assertEquals(about.get("add_bos").booleanValue(), tokenizer.addBosToken());
      assertEquals(optional(about.get("bos")), tokenizer.bosId());
      assertEquals(optional(about.get("eos")), tokenizer.eosId());
      assertEquals("gpt2, " + about.get("pre").textValue(), keys.describe());
      for (JsonNode text : expected.get("tokenizer_cases")) {
        assertArrayEquals(
            GoldenModel.ints(text.get("ids")), tokenizer.encode(text.get("text").textValue()));
      }
    }
  }

  private static OptionalInt optional(JsonNode id) {
    return id.isNull() ? OptionalInt.empty() : OptionalInt.of(id.intValue());
  }
}

package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.gguf.TokenizerKeys;
import dev.gloss.prompts.fim.FillInTheMiddle;
import dev.gloss.prompts.fim.FimForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tokens of each family, found in the vocabularies of real files: those that llama.cpp finds.
class GoldenFamiliesTest {
  private static final Path FILES =
      Path.of(System.getProperty("gloss.root", ".."), "inference/src/test/resources/golden/gguf");

  @Test
  void theTokensAreFoundInTheVocabularyOfEveryFile() throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.list(FILES)) {
      found = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    int marked = 0;
    for (Path file : found) {
      JsonNode expected = new ObjectMapper().readTree(file.toFile()).path("tokenizer");
      if (!expected.isMissingNode()) {
        check(file.resolveSibling(name(file)), expected);
        marked += expected.get("fim").isNull() ? 0 : 1;
      }
    }
    assertTrue(marked > 20, "only " + marked + " files with such tokens");
  }

  private static String name(Path json) {
    String name = json.getFileName().toString().replace(".json", "");
    return (name.equals("ds2-split") ? name + "-00001-of-00002" : name) + ".gguf";
  }

  private static void check(Path file, JsonNode expected) {
    List<Integer> ids = new ArrayList<>();
    if (expected.get("add_bos").asBoolean()) {
      ids.add(expected.get("bos").asInt());
    }
    expected.get("fim").forEach(id -> ids.add(id.asInt()));
    try (GgufModel model = GgufModel.open(file)) {
      Tokenizer tokenizer = Objects.requireNonNull(new TokenizerKeys(model.metadata()).tokenizer());
      FillInTheMiddle fim = FillInTheMiddle.of(tokenizer, PromptHints.NONE);
      assertArrayEquals(
          ids.stream().mapToInt(Integer::intValue).toArray(),
          tokenizer.encode(fim.layout(FimForm.PSM).prompt("", "")),
          file.toString());
    }
  }
}

package dev.gloss.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Prompt.Special;
import dev.gloss.inference.Prompt.Text;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The model that ships with Gloss: the engine computes what the trainer's own forward pass did,
/// and drafting changes nothing on real prompts.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedModelTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("gloss.root", ".."), "inference", "embedded-model");
  private static final float TOLERANCE = 1e-3f;

  private final JsonNode golden = GoldenModel.json(FOLDER.resolve("golden.json"));
  private LocalEngine engine;

  @BeforeAll
  void open() {
    engine = LocalEngine.open(FOLDER, EngineOptions.defaults());
  }

  @AfterAll
  void close() {
    engine.close();
  }

  @Test
  void logitsAndGreedyTokensAreTheTrainers() {
    for (JsonNode prompt : golden.get("prompts")) {
      String name = prompt.get("name").asText();
      int[] ids = GoldenModel.ints(prompt.get("ids"));
      assertArrayEquals(
          GoldenModel.floats(prompt.get("last_logits")),
          engine.logits(ids, false).getFirst(),
          TOLERANCE,
          name);
      List<Integer> expected = list(GoldenModel.ints(prompt.get("greedy")));
      GenerationRequest request =
          GenerationRequest.of(Prompt.of(new Prompt.Ids(list(ids))), expected.size())
              .withIgnoreEos(true);
      assertEquals(expected, Outcome.of(engine, request).ids(), name);
    }
  }

  @Test
  void draftsAreTheTrainers() {
    assertTrue(golden.get("mtp").size() > 0);
    for (JsonNode draft : golden.get("mtp")) {
      String name = draft.get("prompt").asText();
      int[] ids = GoldenModel.ints(prompt(name).get("ids"));
      assertArrayEquals(
          GoldenModel.floats(draft.get("post_norm").get("last_logits")),
          engine.mtpLogits(ids, GoldenModel.ints(draft.get("next_ids"))),
          TOLERANCE,
          name);
    }
  }

  @Test
  void draftingChangesNoTokenOfAHundredCompletions() throws IOException {
    List<String> lines = Files.readAllLines(GoldenModel.resource("/eval/java-fim-sample.jsonl"));
    assertEquals(100, lines.size());
    int drafted = 0;
    for (String line : lines) {
      JsonNode fim = GoldenModel.object(line);
      GenerationRequest request = GenerationRequest.of(fill(fim), 24).withNgramWeight(0.2);
      Outcome drafting = Outcome.of(engine, request);
      Outcome plain = Outcome.of(engine, request.withSpeculation(Speculation.OFF));
      assertEquals(plain.ids(), drafting.ids(), fim.get("id").asText());
      drafted += drafting.stats().drafted();
    }
    assertTrue(drafted > 0);
  }

  private static Prompt fill(JsonNode fim) {
    return Prompt.of(
        new Special("<｜begin▁of▁sentence｜>"),
        new Special("<｜fim▁begin｜>"),
        new Text(fim.get("prefix").asText()),
        new Special("<｜fim▁hole｜>"),
        new Text(fim.get("suffix").asText()),
        new Special("<｜fim▁end｜>"));
  }

  private JsonNode prompt(String name) {
    for (JsonNode prompt : golden.get("prompts")) {
      if (prompt.get("name").asText().equals(name)) {
        return prompt;
      }
    }
    throw new AssertionError("golden.json has no prompt " + name);
  }

  private static List<Integer> list(int[] ids) {
    return Arrays.stream(ids).boxed().toList();
  }
}

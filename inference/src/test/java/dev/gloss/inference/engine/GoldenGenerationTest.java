package dev.gloss.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Sampling;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the reference code generates, the engine generates as a whole: tokenizer, cache, scheduler,
/// drafts and text.
class GoldenGenerationTest {
  private static final List<Speculation> DRAFTING =
      List.of(
          Speculation.MTP,
          Speculation.NGRAM,
          Speculation.DRAFT_MODEL,
          Speculation.DRAFT_MODEL.withDraftTokens(2),
          Speculation.AUTO);

  private static LocalEngine open(GoldenModel model) {
    return LocalEngine.open(model.folder(), EngineOptions.defaults().withThreads(2));
  }

  private static GenerationRequest request(int[] ids, int maxTokens) {
    List<Integer> list = Arrays.stream(ids).boxed().toList();
    return GenerationRequest.of(Prompt.of(new Prompt.Ids(list)), maxTokens)
        .withIgnoreEos(true)
        .withSpeculation(Speculation.MTP);
  }

  private static List<Integer> list(JsonNode ids) {
    return Arrays.stream(GoldenModel.ints(ids)).boxed().toList();
  }

  private static GenerationRequest plain(GenerationRequest request) {
    return request.withSpeculation(Speculation.OFF);
  }

  @ParameterizedTest
  @EnumSource
  void greedyContinuationsAreTheReferences(GoldenModel model) {
    try (LocalEngine engine = open(model)) {
      for (JsonNode prompt : model.golden().get("prompts")) {
        List<Integer> expected = list(prompt.get("greedy"));
        int[] ids = GoldenModel.ints(prompt.get("ids"));
        GenerationRequest request = request(ids, expected.size());
        assertEquals(expected, Outcome.of(engine, plain(request)).ids());
        assertEquals(expected, Outcome.of(engine, request).ids());
        // Once more, now that all but the last token of the prompt is cached.
        Outcome again = Outcome.of(engine, request);
        assertEquals(expected, again.ids());
        assertEquals(ids.length - 1, again.stats().reusedTokens());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V3_TIED_NEW_KEYS")
  void completionsOfTextAreTheReferences(GoldenModel model) {
    try (LocalEngine engine = open(model)) {
      for (JsonNode completion : model.textGolden().get("completions")) {
        int[] ids = engine.tokenizer().encode(completion.get("text").textValue());
        assertEquals(list(completion.get("ids")), Arrays.stream(ids).boxed().toList());
        List<Integer> expected = list(completion.get("greedy"));
        Outcome outcome = Outcome.of(engine, request(ids, expected.size()));
        assertEquals(expected, outcome.ids());
        assertEquals(completion.get("greedy_text").textValue(), outcome.text());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V3", "V3_FP8"})
  void draftsAreTheReferences(GoldenModel model) {
    try (LocalEngine engine = open(model)) {
      JsonNode prompts = model.golden().get("prompts");
      for (int i = 0; i < prompts.size(); i++) {
        int[] ids = GoldenModel.ints(prompts.get(i).get("ids"));
        int[] drafts = GoldenModel.ints(model.golden().get("mtp").get(i).get("greedy_drafts"));
        Outcome outcome = Outcome.of(engine, request(ids, drafts.length + 1));
        int drafted = 0;
        for (int j = 0; j < drafts.length; j++) {
          GenerationEvent.Token token = outcome.tokens().get(j + 1);
          int draft = token.drafted() ? token.id() : token.rejectedDraft();
          if (draft >= 0) {
            assertEquals(drafts[j], draft, "draft for token " + (j + 1));
            drafted++;
          }
        }
        assertEquals(outcome.stats().drafted(), drafted);
        assertTrue(outcome.stats().accepted() > 0);
        assertEquals(drafts.length, outcome.stats().targetPasses() + outcome.stats().accepted());
      }
    }
  }

  /// Greedy or drawn, with the prompt's n-grams or without: drafts change neither tokens nor
  /// probabilities by a bit, whoever makes them. The model drafts for itself, so that there are
  /// right ones and, where texts are drawn, wrong ones too.
  @ParameterizedTest
  @EnumSource
  void speculationIsLossless(GoldenModel model) {
    EngineOptions options = EngineOptions.defaults().withThreads(2).withDraftModel(model.folder());
    try (LocalEngine engine = LocalEngine.open(model.folder(), options)) {
      JsonNode prompts = model.golden().get("prompts");
      for (int seed = 0; seed < 4; seed++) {
        int[] ids = GoldenModel.ints(prompts.get(seed % prompts.size()).get("ids"));
        GenerationRequest request =
            request(ids, 60).withNgramWeight(model.hasText() ? seed % 3 * 0.2 : 0);
        if (seed % 2 == 1) {
          request = request.withSampling(new Sampling(0.7, 40, 0.95, seed));
        }
        String expected = summary(Outcome.of(engine, plain(request)));
        for (Speculation speculation : DRAFTING) {
          Outcome drafted = Outcome.of(engine, request.withSpeculation(speculation));
          assertEquals(expected, summary(drafted), speculation.toString());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V3", "QWEN2", "QWEN3_MOE_SHARDED"})
  void aModelThatIsTheSameDraftsWhatFollows(GoldenModel model) {
    EngineOptions options = EngineOptions.defaults().withThreads(2).withDraftModel(model.folder());
    try (LocalEngine engine = LocalEngine.open(model.folder(), options)) {
      int[] ids = GoldenModel.ints(model.golden().get("prompts").get(0).get("ids"));
      GenerationRequest request = request(ids, 40).withSpeculation(Speculation.DRAFT_MODEL);
      GenerationStats stats = Outcome.of(engine, request).stats();
      // How many at a time follows from what they are measured to cost; one at a time are 19.
      assertTrue(stats.drafted() >= 19, stats.toString());
      assertEquals(stats.drafted(), stats.accepted());
    }
  }

  /// Prompts that grow by a token at a time reuse what was computed, in pages of any filling; the
  /// result is that of an engine that knows nothing yet.
  @ParameterizedTest
  @EnumSource(names = {"V2_LITE", "V3"})
  void aReusedPrefixEqualsAFreshOneBitByBit(GoldenModel model) {
    JsonNode prompts = model.golden().get("prompts");
    int[] ids = GoldenModel.ints(prompts.get(prompts.size() - 1).get("ids"));
    try (LocalEngine typing = open(model)) {
      for (int length : new int[] {30, 31, 32, 33, 34, 63, 64, 65, 66, 100, 20}) {
        GenerationRequest request = request(Arrays.copyOf(ids, length), 8);
        try (LocalEngine fresh = open(model)) {
          Outcome expected = Outcome.of(fresh, request);
          assertEquals(0, expected.stats().reusedTokens());
          assertEquals(summary(expected), summary(Outcome.of(typing, request)));
        }
      }
    }
  }

  private static String summary(Outcome outcome) {
    return outcome.tokens().stream()
        .map(token -> token.id() + ":" + token.probability())
        .collect(Collectors.joining(" "));
  }
}

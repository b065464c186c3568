package dev.gloss.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.Engine;
import dev.gloss.inference.EngineLoad;
import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.backend.MemoryNeed;
import dev.gloss.inference.decode.LineStart;
import dev.gloss.inference.model.TokenWork;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.HashBackend;
import dev.gloss.inference.testing.LetterTokenizer;
import dev.gloss.inference.testing.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEngineTest {
  private static final float TOLERANCE = 1e-3f;

  private static LocalEngine open(GoldenModel model) {
    return LocalEngine.open(model.folder(), EngineOptions.defaults().withThreads(2));
  }

  private static GenerationRequest ids(int maxTokens, Integer... ids) {
    return GenerationRequest.of(Prompt.of(new Prompt.Ids(List.of(ids))), maxTokens);
  }

  private static void refused(String message, Engine engine, GenerationRequest request) {
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> engine.generate(request, event -> {}));
    assertEquals(message, refusal.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void logitsAreTheReferences(GoldenModel model) {
    try (LocalEngine engine = open(model)) {
      for (JsonNode prompt : model.golden().get("prompts")) {
        int[] ids = GoldenModel.ints(prompt.get("ids"));
        float[] expected = GoldenModel.floats(prompt.get("last_logits"));
        List<float[]> last = engine.logits(ids, false);
        assertEquals(1, last.size());
        assertArrayEquals(expected, last.getFirst(), TOLERANCE);
        List<float[]> all = engine.logits(ids, true);
        assertEquals(ids.length, all.size());
        assertArrayEquals(last.getFirst(), all.getLast());
        double[] nll = engine.negativeLogLikelihoods(ids);
        assertEquals(ids.length - 1, nll.length);
        for (int from : new int[] {1, (ids.length + 1) / 2, ids.length}) {
          double[] tail = Arrays.copyOfRange(nll, from - 1, nll.length);
          assertArrayEquals(tail, engine.negativeLogLikelihoods(ids, from));
        }
      }
      assertEquals(0, engine.load().cachedTokens());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V3", "V3_FP8"})
  void mtpLogitsAreTheReferences(GoldenModel model) {
    JsonNode golden = model.golden();
    try (LocalEngine engine = open(model)) {
      for (int i = 0; i < golden.get("mtp").size(); i++) {
        JsonNode mtp = golden.get("mtp").get(i);
        int[] ids = GoldenModel.ints(golden.get("prompts").get(i).get("ids"));
        float[] logits = engine.mtpLogits(ids, GoldenModel.ints(mtp.get("next_ids")));
        assertArrayEquals(
            GoldenModel.floats(mtp.get("post_norm").get("last_logits")), logits, TOLERANCE);
      }
    }
  }

  @Test
  void aModelWithoutModuleHasNoMtpLogits() {
    try (LocalEngine engine = open(GoldenModel.V2_LITE)) {
      Exception refusal =
          assertThrows(
              IllegalArgumentException.class, () -> engine.mtpLogits(new int[] {1}, new int[] {2}));
      assertEquals(
          "v2-lite has no Multi-Token Prediction module, expected one", refusal.getMessage());
      Outcome outcome = Outcome.of(engine, ids(5, 3, 4).withSpeculation(Speculation.MTP));
      assertEquals(0, outcome.stats().drafted());
    }
  }

  @Test
  void aFolderWithoutTokenizerTakesIdsOnly() {
    try (LocalEngine engine = open(GoldenModel.V3_TIED_NEW_KEYS)) {
      assertEquals("", Outcome.of(engine, ids(3, 5, 6)).text());
      GenerationRequest text = GenerationRequest.of(Prompt.of(new Prompt.Text("a")), 3);
      ModelException refusal =
          assertThrows(ModelException.class, () -> engine.generate(text, event -> {}));
      assertTrue(String.valueOf(refusal.getMessage()).contains("tokenizer.json"));
    }
  }

  @Test
  void badRequestsAreRefusedByName() {
    try (LocalEngine engine = open(GoldenModel.V3)) {
      refused("the prompt has no tokens, expected at least one", engine, ids(3));
      GenerationRequest outside = ids(3, 5, 99999);
      Exception refusal =
          assertThrows(IllegalArgumentException.class, () -> engine.generate(outside, event -> {}));
      assertTrue(String.valueOf(refusal.getMessage()).contains("99999"));
      assertThrows(IllegalArgumentException.class, () -> engine.logits(new int[] {-1}, true));
      assertThrows(IllegalArgumentException.class, () -> engine.logits(new int[0], true));
      int[] two = {1, 2};
      for (int from : new int[] {0, 3}) {
        assertThrows(
            IllegalArgumentException.class, () -> engine.negativeLogLikelihoods(two, from));
      }
    }
  }

  @Test
  void aPromptBeyondTheContextFailsInOneLine() {
    try (LocalEngine engine = open(GoldenModel.V3)) {
      Integer[] many = new Integer[engine.model().contextLength()];
      Arrays.fill(many, 7);
      List<GenerationEvent> events = new ArrayList<>();
      engine.generate(ids(3, many), events::add).completion().join();
      assertEquals(
          "the prompt has 2560 tokens, which leaves no room for an answer in a context of 2560",
          new Outcome(events).failure());
    }
  }

  @Test
  void theModelSaysWhatItIs() {
    try (LocalEngine engine = open(GoldenModel.V3_FP8)) {
      ModelInfo info = engine.model();
      assertEquals(info, ModelCard.read(GoldenModel.V3_FP8.folder()));
      assertEquals("v3-fp8", info.name());
      assertEquals("DeepseekV3ForCausalLM", info.architecture());
      assertEquals("F8_E4M3", info.dtype());
      assertEquals(1, info.mtpLayers());
      assertEquals(384, info.vocabularySize());
      assertEquals(2560, info.contextLength());
      // Three layers of a latent of 48 and a rotated key of 16; four heads of 24 + 16 and 32.
      assertEquals(3 * (48 + 16) * 4, info.kvBytesPerToken());
      assertEquals(3 * 4 * (24 + 16 + 32) * 4, info.mhaKvBytesPerToken());
      EngineLoad load = engine.load();
      assertEquals(4 * (48 + 16) * 4, load.cacheBytesPerToken());
    }
  }

  /// By the configuration's numbers, layer by layer.
  @Test
  void parametersAreCountedOnce() {
    ModelInfo info = ModelCard.read(GoldenModel.V3.folder());
    long attention =
        160 * 64 + 64 + 64 * 4 * 40 + 160 * (48 + 16) + 48 + 48 * 4 * (24 + 32) + 4 * 32 * 160;
    long dense = 3 * 160 * 176;
    long expert = 3 * 160 * 32;
    long norms = 2 * 160;
    long router = 16 * 160 + 16;
    long moe = attention + norms + router + 17 * expert;
    long active = attention + norms + router + 5 * expert;
    long embedding = 384 * 160;
    assertEquals(2 * embedding + 160 + attention + norms + dense + 2 * moe, info.totalParameters());
    assertEquals(embedding + 160 + attention + norms + dense + 2 * active, info.activeParameters());
    assertEquals(3 * 160 + 2 * 160 * 160 + moe, info.mtpParameters());
    ModelInfo tied = ModelCard.read(GoldenModel.V3_TIED_NEW_KEYS.folder());
    assertTrue(tied.tiedEmbeddings());
    assertEquals(0, tied.mtpParameters());
  }

  @Test
  void aTextThatMustStartInTheLineNeitherEndsNorBreaksAtOnce() {
    try (LocalEngine engine = open(GoldenModel.V3)) {
      int eos = engine.tokenizer().eosId().orElseThrow();
      BitSet refused = engine.lineEnds();
      assertTrue(refused.get(eos));
      assertTrue(refused.get(engine.tokenizer().encode("\n")[0]));
      assertFalse(refused.get(engine.tokenizer().encode("a")[0]));
      BitSet blanks = engine.blanks();
      int blank = engine.tokenizer().encode(" ")[0];
      assertTrue(blanks.get(blank));
      assertFalse(blanks.intersects(refused));
      LineStart start = new LineStart(1, 0, engine.tokenBytes(), refused, blanks);
      assertEquals(Float.NEGATIVE_INFINITY, logitOf(eos, start, blank));
      assertEquals(Float.NEGATIVE_INFINITY, logitOf(eos, start, blank, blank), "still nothing");
      assertEquals(0, logitOf(eos, start, blank, blank, eos + 1), "later it may end");
      int typed = engine.tokenizer().encode("a")[0];
      LineStart behind = new LineStart(1, 1, engine.tokenBytes(), refused, blanks);
      assertEquals(Float.NEGATIVE_INFINITY, logitOf(eos, behind, blank, typed), "only typed");
      assertEquals(0, logitOf(eos, behind, blank, typed, typed));
      Outcome outcome = Outcome.of(engine, ids(5, 5, 6, 7).withStartsInLine(true));
      assertFalse(refused.get(outcome.ids().getFirst()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " return", ".out", "naïve ✓", "変数", "🙂", "\n\t\tx", "<think"})
  void theTextBeginsAsItIsAskedTo(String opening) {
    try (LocalEngine engine = open(GoldenModel.V3)) {
      GenerationRequest request = ids(40, 5, 6, 7).withIgnoreEos(true).withOpening(opening);
      String text = Outcome.of(engine, request.withSpeculation(Speculation.OFF)).text();
      assertTrue(text.startsWith(opening), text);
      assertEquals(text, Outcome.of(engine, request.withSpeculation(Speculation.MTP)).text());
    }
  }

  private static float logitOf(int id, LineStart start, int... tokens) {
    float[] logits = new float[1 << 16];
    start.process(tokens, tokens.length, logits);
    return logits[id];
  }

  /// The hash model's first five tokens are control tokens, of which the second alone is declared.
  @Test
  void aControlTokenEndsTheTextWhateverTheConfigurationSays() {
    HashBackend backend = HashBackend.roomy();
    LetterTokenizer letters = new LetterTokenizer();
    MemoryPlan memory = new MemoryPlan(512, 1600, new MemoryNeed(0, 0, 16));
    EngineParts parts =
        new EngineParts(backend.info(), new TokenWork(0, 0, 0), memory, letters, Set.of(1), null);
    try (LocalEngine engine = new LocalEngine(backend, parts, null, () -> {})) {
      Set<Integer> written = new HashSet<>();
      for (int first = 5; first < 61; first++) {
        Outcome all = Outcome.of(engine, ids(60, first, 9).withIgnoreEos(true));
        int control = 0;
        while (control < 60 && !letters.isControl(all.ids().get(control))) {
          control++;
        }
        Outcome outcome = Outcome.of(engine, ids(60, first, 9));
        assertEquals(all.ids().subList(0, control), outcome.ids());
        assertEquals(control < 60 ? FinishReason.STOP : FinishReason.LENGTH, outcome.reason());
        written.addAll(all.ids().subList(control, Math.min(60, control + 1)));
      }
      assertEquals(Set.of(0, 1, 2, 3, 4), written, "control tokens that ended a text");
    }
  }

  private static void copyTo(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(GoldenModel.V3.folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
  }

  /// Embeddings are read from the mapped file as they are needed.
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFileCutShortWhileInUseFailsTheRequestsAtHandAndTheEngineLives(@TempDir Path folder)
      throws IOException {
    copyTo(folder);
    Path file = folder.resolve("model.safetensors");
    try (LocalEngine engine = LocalEngine.open(folder, EngineOptions.defaults().withThreads(2))) {
      assertEquals(8, Outcome.of(engine, ids(8, 5, 6, 7)).ids().size());
      Files.write(file, new byte[16], StandardOpenOption.TRUNCATE_EXISTING);
      // The second request finds an engine that lives, and files that are still not to be used.
      for (int request = 0; request < 2; request++) {
        String failure = Outcome.of(engine, ids(8, 300, 301)).failure();
        assertTrue(failure.contains("model.safetensors: was changed"), failure);
        assertEquals(1, failure.lines().count());
      }
    }
  }

  @Test
  void anEngineThatCannotBeOpenedLeavesNothingBehind(@TempDir Path folder) throws IOException {
    copyTo(folder);
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    String changed =
        text.replaceFirst("\"max_position_embeddings\": *\\d+", "\"max_position_embeddings\": 1");
    assertNotEquals(text, changed);
    Files.writeString(config, changed);
    assertThrows(
        RuntimeException.class,
        () -> LocalEngine.open(folder, EngineOptions.defaults().withThreads(3)));
    List<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("gloss-"))
            .toList();
    assertEquals(List.of(), left);
  }

  /// Whoever budgets a prompt asks for the context, and must be told the one there is room for.
  @Test
  void theContextIsTheOneThatFits() {
    EngineOptions options = EngineOptions.defaults().withThreads(2);
    Path folder = GoldenModel.V3.folder();
    long perToken = LocalEngine.plan(folder, options).need().cacheBytesPerToken();
    long rest = LocalEngine.plan(folder, options).need().bytes(0);
    check(2560, options);
    check(640, options.withContextTokens(640));
    check(96, options.withCacheTokens(96));
    check(2100, options.withMemoryBytes(rest + 2100 * perToken));
    String refusal =
        String.valueOf(
            assertThrows(
                    ModelException.class,
                    () -> LocalEngine.open(folder, options.withMemoryBytes(rest + 100 * perToken)))
                .getMessage());
    assertTrue(refusal.startsWith("v3 does not fit: it takes "), refusal);
  }

  private static void check(int context, EngineOptions options) {
    try (LocalEngine engine = LocalEngine.open(GoldenModel.V3.folder(), options)) {
      assertEquals(context, engine.model().contextLength());
      if (context < 100) {
        // One token less leaves room for one.
        Integer[] most = new Integer[context - 1];
        Arrays.fill(most, 7);
        assertEquals(1, Outcome.of(engine, ids(5, most)).ids().size());
      }
    }
  }

  @Test
  void warmingUpEndsAndHindersNobody() {
    try (LocalEngine engine = open(GoldenModel.V3)) {
      Outcome alone = Outcome.of(engine, ids(20, 5, 6, 7));
      var warm = engine.warmUp();
      assertEquals(alone.ids(), Outcome.of(engine, ids(20, 5, 6, 7)).ids());
      assertTrue(warm.join() instanceof GenerationEvent.Finished);
    }
  }

  @Test
  void aClosedEngineRefuses() {
    LocalEngine engine = open(GoldenModel.V2);
    engine.close();
    engine.close();
    assertThrows(IllegalStateException.class, () -> engine.generate(ids(3, 5), event -> {}));
    assertThrows(IllegalStateException.class, () -> engine.logits(new int[] {1}, false));
  }

  @Test
  void aFolderThatIsNoModelIsNamed(@TempDir Path folder) {
    ModelException refusal =
        assertThrows(
            ModelException.class, () -> LocalEngine.open(folder, EngineOptions.defaults()));
    assertTrue(String.valueOf(refusal.getMessage()).contains("config.json"));
  }
}

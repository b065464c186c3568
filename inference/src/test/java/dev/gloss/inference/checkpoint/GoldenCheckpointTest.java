package dev.gloss.inference.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.model.AttentionSpec;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.FeedForwardWeights.Dense;
import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.LatentAttentionWeights;
import dev.gloss.inference.model.LatentAttentionWeights.CompressedQuery;
import dev.gloss.inference.model.LatentAttentionWeights.DirectQuery;
import dev.gloss.inference.model.LatentAttentionWeights.FusedKeyValueUp;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.model.RoutingSpec.Method;
import dev.gloss.inference.model.RoutingSpec.Scoring;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.MappedMemory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class GoldenCheckpointTest {

  @ParameterizedTest
  @EnumSource
  void opensAndLeavesNothingMapped(GoldenModel golden) throws Exception {
    MappedMemory.assertNoLeak(
        () -> {
          try (CheckpointModel model = CheckpointModel.open(golden.folder())) {
            assertEquals(model.config().numHiddenLayers(), model.weights().layers().size());
            assertEquals(model.config().numNextnPredictLayers(), model.weights().mtp().size());
            JsonNode file = GoldenModel.json(golden.folder().resolve(GenerationConfig.NAME));
            JsonNode eos = file.get("eos_token_id");
            assertArrayEquals(
                eos.isArray() ? GoldenModel.ints(eos) : new int[] {eos.intValue()},
                model.generationConfig().eosTokenIds().stream().mapToInt(id -> id).toArray());
            Integer bos = model.generationConfig().bosTokenId();
            assertEquals(file.path("bos_token_id").asInt(-1), bos == null ? -1 : bos);
          }
        });
  }

  @Test
  void attentionIsAsConfigured() {
    checkAttention(
        GoldenModel.LLAMA3, new GroupedQueryAttentionSpec(6, 2, 16, false, false, false));
    checkAttention(
        GoldenModel.LLAMA_LINEAR_NEW_KEYS,
        new GroupedQueryAttentionSpec(4, 2, 40, false, false, false));
    checkAttention(GoldenModel.QWEN2, new GroupedQueryAttentionSpec(7, 1, 16, true, false, false));
    checkAttention(GoldenModel.QWEN3, new GroupedQueryAttentionSpec(4, 2, 32, false, false, true));
    checkAttention(
        GoldenModel.GLM4_MOE_LITE, new LatentAttentionSpec(5, 56, 48, 24, 16, 32, 1e-6f));
  }

  private static void checkAttention(GoldenModel golden, AttentionSpec expected) {
    try (CheckpointModel model = CheckpointModel.open(golden.folder())) {
      assertEquals(expected, model.config().attention());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "V3_TIED_NEW_KEYS")
  void embeddingsEqualTheTraces(GoldenModel golden) {
    JsonNode expected = golden.golden();
    try (CheckpointModel model = CheckpointModel.open(golden.folder())) {
      for (JsonNode trace : expected.get("traces")) {
        int id = lastId(expected, trace.get("prompt").asText());
        float[] row = new float[model.config().hiddenSize()];
        Decoder.row(model.weights().embedTokens(), id, row);
        assertArrayEquals(GoldenModel.floats(trace.get("embedding")), row, 1e-7f);
      }
    }
  }

  private static int lastId(JsonNode golden, String prompt) {
    for (JsonNode candidate : golden.get("prompts")) {
      if (candidate.get("name").asText().equals(prompt)) {
        JsonNode ids = candidate.get("ids");
        return ids.get(ids.size() - 1).intValue();
      }
    }
    throw new AssertionError("no prompt " + prompt);
  }

  @Test
  void routingIsAsPublished() {
    checkRouting(GoldenModel.V2_LITE, Scoring.SOFTMAX, Method.GREEDY, 1, 1, false, 1);
    checkRouting(GoldenModel.V2, Scoring.SOFTMAX, Method.GROUP_LIMITED_GREEDY, 4, 2, false, 16);
    checkRouting(GoldenModel.V3, Scoring.SIGMOID, Method.NOAUX_TC, 4, 2, true, 2.5f);
    checkRouting(GoldenModel.QWEN3_MOE_SHARDED, Scoring.SOFTMAX, Method.GREEDY, 1, 1, true, 1);
    checkRouting(GoldenModel.GLM4_MOE_LITE, Scoring.SIGMOID, Method.NOAUX_TC, 1, 1, true, 1.8f);
  }

  @Test
  void typeDecidesTheRoutingWhereKeysAreLeftOut() {
    checkRouting(GoldenModel.V3_TIED_NEW_KEYS, Scoring.SIGMOID, Method.NOAUX_TC, 2, 1, true, 2.5f);
  }

  private static void checkRouting(
      GoldenModel golden,
      Scoring scoring,
      Method method,
      int nGroup,
      int topkGroup,
      boolean norm,
      float scale) {
    try (CheckpointModel model = CheckpointModel.open(golden.folder())) {
      assertEquals(
          new RoutingSpec(scoring, method, nGroup, topkGroup, norm, scale),
          requireNonNull(model.config().feedForward().experts()).routing());
    }
  }

  private static LatentAttentionWeights latent(CheckpointModel model) {
    return (LatentAttentionWeights) model.weights().layers().getFirst().attention();
  }

  @Test
  void queriesAreCompressedWhereThereIsARank() {
    try (CheckpointModel v2 = CheckpointModel.open(GoldenModel.V2.folder());
        CheckpointModel lite = CheckpointModel.open(GoldenModel.V2_LITE.folder())) {
      assertInstanceOf(CompressedQuery.class, latent(v2).query());
      assertInstanceOf(DirectQuery.class, latent(lite).query());
      assertNull(((LatentAttentionSpec) lite.config().attention()).qLoraRank());
    }
  }

  @Test
  void firstLayersAreDense() {
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.V3_BF16_SHARDED.folder())) {
      assertInstanceOf(Dense.class, model.weights().layers().get(1).feedForward());
      MixtureOfExperts moe =
          assertInstanceOf(MixtureOfExperts.class, model.weights().layers().get(2).feedForward());
      assertEquals(12, moe.experts().size());
      assertEquals(96, requireNonNull(moe.sharedExperts()).gateProj().outFeatures());
      assertEquals(DType.F32, requireNonNull(moe.eScoreCorrectionBias()).dtype());
    }
  }

  @Test
  void declaredButMissingMtpModuleIsNone() {
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.V3_TIED_NEW_KEYS.folder())) {
      assertEquals(0, model.config().numNextnPredictLayers());
    }
  }

  @Test
  void repeatedEmbeddingAndHeadAreTheMainModels() {
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.V3.folder())) {
      assertEquals(1, model.weights().mtp().size());
      assertSame(model.weights().embedTokens(), model.weights().mtp().getFirst().embedTokens());
      assertSame(model.weights().lmHead(), model.weights().mtp().getFirst().sharedHead());
      assertNotSame(model.weights().embedTokens(), model.weights().lmHead());
    }
  }

  @Test
  void tiedHeadIsTheEmbedding() {
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.V3_TIED_NEW_KEYS.folder())) {
      assertSame(model.weights().embedTokens(), model.weights().lmHead());
    }
  }

  @Test
  void fp8MatricesHaveScalesAndOthersNone() {
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.V3_FP8.folder())) {
      DecoderConfig config = model.config();
      Matrix kvBProj = assertInstanceOf(FusedKeyValueUp.class, latent(model).kvB()).kvBProj();
      assertEquals(DType.F8_E4M3, kvBProj.weight().dtype());
      Tensor scales = requireNonNull(kvBProj.weightScaleInv());
      assertEquals(List.of(2L, 1L), scales.shape());
      assertNull(model.weights().lmHead().weightScaleInv());
      assertEquals(config.vocabSize(), model.weights().lmHead().outFeatures());
    }
  }

  @Test
  void weightsCannotBeReadAfterClosing() {
    CheckpointModel model = CheckpointModel.open(GoldenModel.V3.folder());
    Tensor norm = model.weights().norm();
    model.close();
    model.close();
    assertThrows(IllegalStateException.class, () -> Decoder.element(norm, 0));
  }
}

package dev.gloss.inference.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.FeedForwardWeights.Dense;
import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.RopeScaling.Yarn;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.model.RopeSpec.Pairing;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.testing.RandomCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What configurations may leave out or say in another way, and what files may repeat.
class ConfigDefaultsTest {

  @TempDir Path folder;

  private void check(RandomCheckpoint checkpoint, Consumer<CheckpointModel> check)
      throws Exception {
    checkpoint.write(folder);
    try (CheckpointModel model = CheckpointModel.open(folder)) {
      check.accept(model);
    }
  }

  @Test
  void v2RoutesGreedilyByDefault() throws Exception {
    RandomCheckpoint checkpoint =
        RandomCheckpoint.with(
            """
            {"architectures": ["DeepseekV2ForCausalLM"], "model_type": "deepseek_v2",
             "topk_method": "greedy", "num_nextn_predict_layers": 0}
            """);
    checkpoint
        .config()
        .remove(
            List.of(
                "scoring_func",
                "topk_method",
                "norm_topk_prob",
                "routed_scaling_factor",
                "num_nextn_predict_layers",
                "n_group",
                "topk_group"));
    check(
        checkpoint,
        model ->
            assertEquals(
                new RoutingSpec(
                    RoutingSpec.Scoring.SOFTMAX, RoutingSpec.Method.GREEDY, 1, 1, false, 1),
                Objects.requireNonNull(model.config().feedForward().experts()).routing()));
  }

  @Test
  void ropeParametersAreReadLikeRopeScaling() throws Exception {
    RopeSpec expected =
        new RopeSpec(
            50_000,
            Pairing.ADJACENT,
            new Yarn(4, 16, 32, 1, true, 1, 0.1 * 0.7 * StrictMath.log(4) + 1));
    check(
        RandomCheckpoint.with(
            """
            {"rope_theta": 50000, "rope_scaling": {"type": "yarn", "factor": 4, "mscale": 0.7,
             "mscale_all_dim": 0.7, "original_max_position_embeddings": 16}}
            """),
        model -> assertEquals(expected, model.config().rope()));
    check(
        RandomCheckpoint.with(
            """
            {"rope_scaling": null, "rope_parameters": {"rope_theta": 50000.0,
             "rope_type": "yarn", "factor": 4.0, "mscale": 0.7, "mscale_all_dim": 0.7,
             "original_max_position_embeddings": 16}}
            """),
        model -> assertEquals(expected, model.config().rope()));
  }

  @Test
  void ropeThetaMayStandOutsideOfRopeParameters() throws Exception {
    check(
        RandomCheckpoint.with(
            "{\"rope_theta\": 50000, \"rope_parameters\": {\"rope_type\": \"default\"}}"),
        model -> assertEquals(RopeSpec.plain(50_000, Pairing.ADJACENT), model.config().rope()));
  }

  @Test
  void yarnDefaultsAreTheReferenceCodes() throws Exception {
    check(
        RandomCheckpoint.tiny(),
        model ->
            assertEquals(
                new RopeSpec(
                    10_000,
                    Pairing.ADJACENT,
                    new Yarn(4, 16, 32, 1, true, 0.1 * StrictMath.log(4) + 1, 1)),
                model.config().rope()));
  }

  @Test
  void modelWithoutExpertsIsDense() throws Exception {
    RandomCheckpoint checkpoint =
        RandomCheckpoint.with("{\"first_k_dense_replace\": 2, \"num_nextn_predict_layers\": 0}");
    checkpoint
        .config()
        .remove(List.of("n_routed_experts", "num_experts_per_tok", "moe_intermediate_size"));
    check(
        checkpoint,
        model -> {
          DecoderConfig config = model.config();
          assertNull(config.feedForward().experts());
          assertNull(config.feedForward().expertsOf(1));
          assertInstanceOf(Dense.class, model.weights().layers().get(1).feedForward());
        });
  }

  /// What Python's `json` writes and nobody reads here.
  @Test
  void whatIsNotReadMayBeAnything() throws Exception {
    RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
    checkpoint.write(folder);
    String config = checkpoint.config().toString();
    Files.writeString(
        folder.resolve("config.json"),
        config.replace(
            "{\"architectures\"",
            "{\"unknown\": [NaN, Infinity, -Infinity, 1e999, 1"
                + "0".repeat(300)
                + "], \"dtype\": 4, \"architectures\""));
    try (CheckpointModel model = CheckpointModel.open(folder)) {
      assertEquals(8, model.config().hiddenSize());
    }
  }

  @Test
  void wholeNumbersMayBeWrittenAsFloats() throws Exception {
    check(
        RandomCheckpoint.with(
            """
            {"hidden_size": 8.0, "num_hidden_layers": 2.0, "eos_token_id": [1.0, 2],
             "rope_scaling": {"type": "yarn", "factor": 4,
             "original_max_position_embeddings": 1.6e1}}
            """),
        model -> {
          assertEquals(8, model.config().hiddenSize());
          assertEquals(List.of(1, 2), model.generationConfig().eosTokenIds());
        });
  }

  @Test
  void moduleThatIsNotDeclaredIsPassedOver() throws Exception {
    for (String missing : List.of("num_nextn_predict_layers", "")) {
      RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
      checkpoint.config().put("num_nextn_predict_layers", 0).remove(missing);
      check(
          checkpoint,
          model -> {
            assertEquals(2, model.weights().layers().size());
            assertEquals(List.of(), model.weights().mtp());
          });
    }
  }

  /// How people try a large checkpoint; what follows the last layer is an ordinary one then, and no
  /// Multi-Token Prediction module.
  @Test
  void fewerLayersThanTheFileHas() throws Exception {
    check(
        RandomCheckpoint.with("{\"num_hidden_layers\": 2, \"first_k_dense_replace\": 1}"),
        model -> assertEquals(1, model.weights().mtp().size()));
    RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
    checkpoint.config().put("num_hidden_layers", 1);
    check(
        checkpoint,
        model -> {
          assertEquals(1, model.weights().layers().size());
          assertEquals(0, model.config().numNextnPredictLayers());
        });
  }

  @Test
  void allLayersLeftMayBeDense() throws Exception {
    RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
    checkpoint.config().put("num_hidden_layers", 1).put("first_k_dense_replace", 3);
    check(checkpoint, model -> assertNull(model.config().feedForward().expertsOf(0)));
  }

  @Test
  void noCompressedQueryWhereItsRankIsNull() throws Exception {
    check(
        RandomCheckpoint.with("{\"q_lora_rank\": null}"),
        model -> assertNull(((LatentAttentionSpec) model.config().attention()).qLoraRank()));
  }

  @Test
  void storedInverseFrequenciesAreIgnored() throws Exception {
    RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
    checkpoint.vector("model.layers.0.self_attn.rotary_emb.inv_freq", 1);
    check(checkpoint, model -> assertEquals(2, model.weights().layers().size()));
  }

  @Test
  void tiedEmbeddingsMayRepeatTheHead() throws Exception {
    RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
    checkpoint.config().put("tie_word_embeddings", true);
    check(checkpoint, model -> assertSame(model.weights().embedTokens(), model.weights().lmHead()));
  }

  @Test
  void mtpModuleMayHaveAnEmbeddingOfItsOwn() throws Exception {
    RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
    checkpoint.matrix("model.layers.2.embed_tokens.weight", 12, 8);
    check(
        checkpoint,
        model -> {
          var mtp = model.weights().mtp().getFirst();
          assertNotSame(model.weights().embedTokens(), mtp.embedTokens());
          assertSame(model.weights().lmHead(), mtp.sharedHead());
        });
  }

  @Test
  void correctionBiasMayBeF32() throws Exception {
    RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
    String name = "model.layers.1.mlp.gate.e_score_correction_bias";
    checkpoint.tensors().put(name, RandomCheckpoint.f32(1, 2, 3, 4));
    check(
        checkpoint,
        model -> {
          var moe = (MixtureOfExperts) model.weights().layers().get(1).feedForward();
          var bias = Objects.requireNonNull(moe.eScoreCorrectionBias());
          assertArrayEquals(new float[] {1, 2, 3, 4}, Decoder.all(bias));
        });
  }

  @Test
  void generationEndsAtAnyOfSeveralTokens() throws Exception {
    RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
    checkpoint.write(folder);
    Files.writeString(folder.resolve(GenerationConfig.NAME), "{\"eos_token_id\": [3, 5]}");
    check(
        checkpoint,
        model -> assertEquals(new GenerationConfig(0, List.of(3, 5)), model.generationConfig()));
  }

  @Test
  void configNamesTheTokensWhereGenerationConfigDoesNot() throws Exception {
    check(
        RandomCheckpoint.with("{\"bos_token_id\": null}"),
        model -> assertEquals(new GenerationConfig(null, List.of(1)), model.generationConfig()));
  }

  @Test
  void weightsAreWhatWasWritten() throws Exception {
    RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
    checkpoint.tensors().put("model.norm.weight", RandomCheckpoint.f32(1, 2, 3, 4, 5, 6, 7, 8));
    check(
        checkpoint,
        model ->
            assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6, 7, 8}, Decoder.all(model.weights().norm())));
  }
}

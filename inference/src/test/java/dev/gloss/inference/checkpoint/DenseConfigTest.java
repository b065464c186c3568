package dev.gloss.inference.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.RopeScaling;
import dev.gloss.inference.model.RopeScaling.Dynamic;
import dev.gloss.inference.model.RopeScaling.Linear;
import dev.gloss.inference.model.RopeScaling.Llama3;
import dev.gloss.inference.model.RopeScaling.None;
import dev.gloss.inference.model.RopeScaling.Yarn;
import dev.gloss.inference.model.RopeTable;
import dev.gloss.inference.testing.GoldenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `config.json` of Llama, Qwen and GLM as old and new exports write it.
class DenseConfigTest {

  @TempDir Path folder;

  private void write(GoldenModel base, String patch) throws IOException {
    ObjectNode config = (ObjectNode) GoldenModel.json(base.folder().resolve(ConfigFile.NAME));
    for (var field : GoldenModel.object(patch).properties()) {
      if (field.getValue().asText().equals("absent")) {
        config.remove(field.getKey());
      } else {
        config.set(field.getKey(), field.getValue());
      }
    }
    Files.writeString(folder.resolve(ConfigFile.NAME), config.toString());
  }

  private DecoderConfig read(GoldenModel base, String patch) throws IOException {
    write(base, patch);
    return ConfigFile.read(folder).model();
  }

  private RopeScaling scaling(String patch) throws IOException {
    return read(GoldenModel.LLAMA3, patch).rope().scaling();
  }

  @Test
  void scalingsOfOldAndNewExports() throws Exception {
    assertEquals(new None(), scaling("{\"rope_scaling\": null}"));
    assertEquals(new None(), scaling("{\"rope_scaling\": {\"rope_type\": \"default\"}}"));
    assertEquals(
        new Linear(4), scaling("{\"rope_scaling\": {\"type\": \"linear\", \"factor\": 4}}"));
    assertEquals(
        new Linear(2),
        scaling(
            "{\"rope_scaling\": {\"type\": \"yarn\"}, \"rope_parameters\":"
                + " {\"rope_type\": \"linear\", \"factor\": 2.0}}"));
    assertEquals(
        new Dynamic(2, 2048),
        scaling("{\"rope_scaling\": {\"type\": \"dynamic\", \"factor\": 2.0}}"));
    assertEquals(new Llama3(8, 1, 4, 64), scaling("{}"));
  }

  @Test
  void yarnScalesCosineAndSineOnly() throws Exception {
    String original = "\"type\": \"yarn\", \"factor\": 4, \"original_max_position_embeddings\": 64";
    double paper = 0.1 * StrictMath.log(4) + 1;
    assertEquals(
        new Yarn(4, 64, 32, 1, true, paper, 1), scaling("{\"rope_scaling\": {" + original + "}}"));
    assertEquals(
        new Yarn(4, 64, 16, 2, false, 1.5, 1),
        scaling(
            "{\"rope_scaling\": {"
                + original
                + ", \"beta_fast\": 16, \"beta_slow\": 2, \"truncate\": false,"
                + " \"attention_factor\": 1.5}}"));
    assertEquals(
        new Yarn(4, 64, 32, 1, true, paper, 1),
        scaling("{\"rope_scaling\": {" + original + ", \"mscale\": 0.7}}"));
    assertEquals(
        new Yarn(4, 64, 32, 1, true, 1, 1),
        scaling("{\"rope_scaling\": {" + original + ", \"mscale\": 1, \"mscale_all_dim\": 1}}"));
    assertEquals(
        new Yarn(4, 2048, 32, 1, true, paper, 1),
        scaling("{\"rope_scaling\": {\"type\": \"yarn\", \"factor\": 4}}"));
  }

  /// All tables that reference code made; one of them is of another kind of text length each.
  @Test
  void tablesEqualTheReferenceCode() throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode golden :
        GoldenModel.json(GoldenModel.resource("/golden/dense/rope.json")).get("cases")) {
      ObjectNode patch = GoldenModel.object("{\"rope_scaling\": null}");
      patch.set("head_dim", golden.get("head_dim"));
      patch.set("max_position_embeddings", golden.get("max_position_embeddings"));
      patch.set("rope_parameters", golden.get("rope_parameters"));
      RopeTable table = RopeTable.of(read(GoldenModel.LLAMA3, patch.toString()));
      String name = golden.get("name").asText() + " " + golden.get("seq_len");
      names.add(name);
      float[] expected = GoldenModel.floats(golden.get("inv_freq"));
      float[] actual = new float[table.pairs()];
      table.inverseFrequencies(golden.get("seq_len").asInt(1), actual);
      assertEquals(expected.length, actual.length, name);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], actual[i], 1e-6f * expected[i], name + " pair " + i);
      }
      assertEquals(
          golden.get("cos_sin_multiplier").floatValue(), table.cosSinMultiplier(), 1e-6f, name);
    }
    assertEquals(16, names.size());
  }

  @Test
  void biasesAndNormsFollowFromTheArchitecture() throws Exception {
    assertEquals(
        new GroupedQueryAttentionSpec(6, 2, 16, true, true, false),
        read(GoldenModel.LLAMA3, "{\"attention_bias\": true}").attention());
    assertEquals(
        new GroupedQueryAttentionSpec(7, 1, 16, true, false, false),
        read(GoldenModel.QWEN2, "{\"attention_bias\": false}").attention());
    assertEquals(
        new GroupedQueryAttentionSpec(4, 2, 32, true, true, true),
        read(GoldenModel.QWEN3, "{\"attention_bias\": true}").attention());
  }

  @Test
  void keysThatMayBeLeftOut() throws Exception {
    assertEquals(
        new GroupedQueryAttentionSpec(6, 6, 16, false, false, false),
        read(GoldenModel.LLAMA3, "{\"num_key_value_heads\": \"absent\", \"head_dim\": null}")
            .attention());
    DecoderConfig routed =
        read(
            GoldenModel.QWEN3_MOE_SHARDED,
            """
            {"num_experts": "absent", "num_local_experts": 10, "norm_topk_prob": "absent",
             "decoder_sparse_step": "absent", "mlp_only_layers": null}
            """);
    var experts = requireNonNull(routed.feedForward().experts());
    assertEquals(10, experts.nRoutedExperts());
    assertEquals(false, experts.routing().normTopkProb());
  }

  @Test
  void glmListsItsDenseLayersOrCountsThem() throws Exception {
    int[] dense = new int[4];
    String sparse = "\"sparse\"";
    String[] patches = {
      "{\"mlp_layer_types\": [\"dense\", \"dense\", " + sparse + "]}",
      "{\"mlp_layer_types\": [" + sparse + ", " + sparse + ", " + sparse + "]}",
      "{\"first_k_dense_replace\": \"absent\"}",
      "{\"first_k_dense_replace\": 2}"
    };
    for (int i = 0; i < patches.length; i++) {
      var experts =
          requireNonNull(read(GoldenModel.GLM4_MOE_LITE, patches[i]).feedForward().experts());
      dense[i] = experts.firstKDenseReplace();
    }
    assertArrayEquals(new int[] {2, 0, 1, 2}, dense);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          LLAMA3 | {"num_key_value_heads": 4}  | num_key_value_heads is 4 | a divisor of num_attention_heads (6)
          LLAMA3 | {"num_key_value_heads": 12} | num_key_value_heads is 12 | an integer from 1 to 6
          LLAMA3 | {"head_dim": 15}            | head_dim is 15           | an even number
          LLAMA3 | {"hidden_size": 90}         | hidden_size is 90        | an even multiple of num_attention_heads (6)
          LLAMA3 | {"mlp_bias": true}          | mlp_bias is true         | false
          LLAMA3 | {"partial_rotary_factor": 0.5} | partial_rotary_factor is 0.5 | 1
          LLAMA3 | {"rope_scaling": {"type": "longrope"}} | rope_scaling.type is "longrope" | default or linear or dynamic or llama3 or yarn
          LLAMA3 | {"rope_scaling": {"type": "linear"}} | rope_scaling.factor is missing | a number from 1
          LLAMA3 | {"rope_scaling": {"rope_type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 4}} | rope_scaling.high_freq_factor is 4 | a number above low_freq_factor (4.0)
          LLAMA3 | {"model_type": "mistral"}   | model_type is "mistral"  | llama
          QWEN2  | {"use_sliding_window": true} | use_sliding_window is true | false
          QWEN3  | {"layer_types": ["full_attention", "sliding_attention"]} | layer_types is | full_attention in all layers
          QWEN3_MOE_SHARDED | {"mlp_only_layers": [1]}   | mlp_only_layers is [1] | an empty list
          QWEN3_MOE_SHARDED | {"decoder_sparse_step": 2} | decoder_sparse_step is 2 | an integer from 1 to 1
          QWEN3_MOE_SHARDED | {"num_experts_per_tok": 11} | num_experts_per_tok is 11 | an integer from 1 to 10
          GLM4_MOE_LITE | {"mlp_layer_types": ["sparse", "dense", "sparse"]} | mlp_layer_types is | the dense ones first
          GLM4_MOE_LITE | {"mlp_layer_types": ["dense"]} | mlp_layer_types is | dense or sparse
          GLM4_MOE_LITE | {"rope_scaling": {"type": "linear"}} | rope_scaling.type is "linear" | default or yarn
          """)
  void isRefusedByNameAndValue(GoldenModel base, String patch, String found, String expected)
      throws Exception {
    write(base, patch);
    Refusals.assertRefused(folder, List.of("config.json: ", found, "expected", expected));
  }
}

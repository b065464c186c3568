package dev.gloss.inference.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.RandomCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Everything that can be wrong in `config.json` is refused by name and value.
class ConfigCorruptionTest {

  @TempDir Path folder;

  /// The fields of the tiny checkpoint's configuration are overwritten by those of `patch`; a value
  /// of `"absent"` takes a field away.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"architectures": ["MambaForCausalLM"]} | architectures is ["MambaForCausalLM"] | one of DeepseekV2ForCausalLM, DeepseekV3ForCausalLM, Glm4MoeLiteForCausalLM, LlamaForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM, Qwen3MoeForCausalLM
          {"architectures": []}                   | architectures is []            | DeepseekV3ForCausalLM
          {"architectures": "DeepseekV3"}         | architectures is "DeepseekV3"  | DeepseekV3ForCausalLM
          {"architectures": "absent"}             | architectures is missing       | DeepseekV3ForCausalLM
          {"architectures": ["LlamaForCausalLM"]} | model_type is "deepseek_v3"    | llama
          {"model_type": "llama"}                 | model_type is "llama"          | deepseek_v3
          {"model_type": "absent"}                | model_type is missing          | deepseek_v3
          {"hidden_act": "gelu"}                  | hidden_act is "gelu"           | silu
          {"attention_bias": true}                | attention_bias is true         | false
          {"attention_bias": "no"}                | attention_bias is "no"         | true or false
          {"moe_layer_freq": 2}                   | moe_layer_freq is 2            | 1
          {"rope_interleave": false}              | rope_interleave is false       | true
          {"fim_order": "msp"}                    | fim_order is "msp"             | spm
          {"vocab_size": 0}                       | vocab_size is 0                | an integer from 1 to
          {"vocab_size": 999999999}               | vocab_size is 999999999        | an integer from 1 to
          {"vocab_size": 99999999999999999999}    | vocab_size is 99999999999999999999 | an integer
          {"vocab_size": "12"}                    | vocab_size is "12"             | an integer
          {"hidden_size": -8}                     | hidden_size is -8              | an integer from 1 to
          {"hidden_size": 8.5}                    | hidden_size is 8.5             | an integer from 1 to
          {"hidden_size": null}                   | hidden_size is null            | an integer from 1 to
          {"hidden_size": "absent"}               | hidden_size is missing         | an integer from 1 to
          {"hidden_size": [8]}                    | hidden_size is [8]             | an integer from 1 to
          {"hidden_size": 4294967304}             | hidden_size is 4294967304      | an integer from 1 to
          {"intermediate_size": 0}                | intermediate_size is 0         | an integer from 1 to
          {"moe_intermediate_size": 0}            | moe_intermediate_size is 0     | an integer from 1 to
          {"num_hidden_layers": 100000}           | num_hidden_layers is 100000    | 1024
          {"num_nextn_predict_layers": -1}        | num_nextn_predict_layers is -1 | an integer from 0 to
          {"num_attention_heads": 0}              | num_attention_heads is 0       | an integer from 1 to
          {"num_key_value_heads": 1}              | num_key_value_heads is 1       | num_attention_heads (2)
          {"q_lora_rank": 0}                      | q_lora_rank is 0               | an integer from 1 to
          {"kv_lora_rank": "absent"}              | kv_lora_rank is missing        | an integer from 1 to
          {"qk_nope_head_dim": 0}                 | qk_nope_head_dim is 0          | an integer from 1 to
          {"qk_rope_head_dim": 3}                 | qk_rope_head_dim is 3          | an even number
          {"v_head_dim": 3.5}                     | v_head_dim is 3.5              | an integer from 1 to
          {"v_head_dim": 1e30}                    | v_head_dim is 1.0E30          | an integer from 1 to
          {"n_routed_experts": -1}                | n_routed_experts is -1         | an integer from 0 to
          {"n_shared_experts": 1000}              | n_shared_experts is 1000       | an integer from 0 to
          {"num_experts_per_tok": 5}              | num_experts_per_tok is 5       | an integer from 1 to
          {"num_experts_per_tok": 3}              | num_experts_per_tok is 3       | an integer from 1 to 2
          {"num_experts_per_tok": 0}              | num_experts_per_tok is 0       | an integer from 1 to
          {"first_k_dense_replace": -1}           | first_k_dense_replace is -1    | an integer from 0 to
          {"n_group": 3}                          | n_group is 3                   | a divisor of n_routed_experts (4)
          {"n_group": 4}                          | n_group is 4                   | at least two of the 4 experts
          {"n_group": null}                       | n_group is null                | an integer from 1 to 4
          {"topk_group": 3}                       | topk_group is 3                | an integer from 1 to 2
          {"scoring_func": "tanh"}                | scoring_func is "tanh"         | softmax or sigmoid
          {"topk_method": "greedy"}               | topk_method is "greedy"        | noaux_tc
          {"scoring_func": "softmax"}             | topk_method is "noaux_tc"      | greedy or group_limited_greedy
          {"scoring_func": "softmax", "topk_method": "greedy"} | norm_topk_prob is true | false
          {"routed_scaling_factor": 0}            | routed_scaling_factor is 0     | a number from
          {"routed_scaling_factor": 1e999}        | routed_scaling_factor is       | a number from
          {"rms_norm_eps": -1e-6}                 | rms_norm_eps is -              | a number from
          {"rope_theta": 0}                       | rope_theta is 0                | a number from
          {"rope_theta": "10000"}                 | rope_theta is "10000"          | a number from
          {"rope_scaling": 4}                     | rope_scaling is 4              | an object
          {"rope_scaling": {"type": "linear", "factor": 2}} | rope_scaling.type is "linear" | default or yarn
          {"rope_scaling": {"type": "yarn"}}      | rope_scaling.factor is missing | a number from
          {"rope_scaling": {"type": "yarn", "factor": 4}} | rope_scaling.original_max_position_embeddings is missing | an integer
          {"rope_scaling": {"type": "yarn", "factor": 0.5}} | rope_scaling.factor is 0.5 | a number from 1
          {"rope_scaling": {"type": "yarn", "attention_factor": 2}} | rope_scaling.attention_factor is 2 | nothing
          {"rope_scaling": {"type": "yarn", "truncate": false}} | rope_scaling.truncate is false | true
          {"rope_parameters": {"rope_type": "llama3"}} | rope_parameters.rope_type is "llama3" | default or yarn
          {"rope_parameters": {"rope_theta": -1}} | rope_parameters.rope_theta is -1 | a number from
          {"max_position_embeddings": 0}          | max_position_embeddings is 0   | an integer from 1 to
          {"tie_word_embeddings": 1}              | tie_word_embeddings is 1       | true or false
          {"eos_token_id": 12}                    | eos_token_id is 12             | token ids from 0 to 11
          {"eos_token_id": [1, -1]}               | eos_token_id is [1,-1]         | token ids from 0 to 11
          {"quantization_config": {"quant_method": "awq"}} | quantization_config.quant_method is "awq" | fp8
          {"quantization_config": {"quant_method": "fp8", "fmt": "e5m2"}} | quantization_config.fmt is "e5m2" | e4m3
          {"quantization_config": {"quant_method": "fp8", "activation_scheme": "static"}} | activation_scheme is "static" | dynamic
          {"quantization_config": {"quant_method": "fp8"}} | weight_block_size is missing | [128,128]
          {"quantization_config": {"quant_method": "fp8", "weight_block_size": [64, 128]}} | weight_block_size is [64,128] | [128,128]
          """)
  void isRefusedByNameAndValue(String patch, String found, String expected) throws Exception {
    RandomCheckpoint tiny = RandomCheckpoint.tiny();
    for (var field : GoldenModel.object(patch).properties()) {
      if (field.getValue().asText().equals("absent")) {
        tiny.config().remove(field.getKey());
      } else {
        tiny.config().set(field.getKey(), field.getValue());
      }
    }
    tiny.write(folder);
    Refusals.assertRefused(folder, List.of("config.json: ", found, "expected", expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"hidden_size": 8          | is no valid JSON
          {"a": 1, "a": 2}           | is no valid JSON: Duplicate field 'a'
          {"a": 1} {"b": 2}          | is no valid JSON
          {"a": Nan}                 | is no valid JSON
          {"vocab_size": NaN, "architectures": ["LlamaForCausalLM"], "model_type": "llama"} | vocab_size is NaN, expected an integer
          [1, 2]                     | is a JSON array, expected a JSON object
          <html>                     | is no valid JSON
          """)
  void isNoConfiguration(String content, String found) throws Exception {
    RandomCheckpoint.tiny().write(folder);
    Files.writeString(folder.resolve("config.json"), content);
    Refusals.assertRefused(folder, List.of("config.json: ", found));
  }

  @Test
  void emptyFile() throws Exception {
    RandomCheckpoint.tiny().write(folder);
    Files.writeString(folder.resolve("config.json"), "");
    Refusals.assertRefused(folder, List.of("config.json: is empty, expected a JSON object"));
  }

  @Test
  void nestingHasALimit() throws Exception {
    RandomCheckpoint.tiny().write(folder);
    Files.writeString(folder.resolve("config.json"), "[".repeat(100_000));
    Refusals.assertRefused(folder, List.of("config.json: is no valid JSON", "nesting depth"));
  }

  @Test
  void tooLongFile() throws Exception {
    RandomCheckpoint.tiny().write(folder);
    Files.writeString(folder.resolve("config.json"), " ".repeat((16 << 20) + 1));
    Refusals.assertRefused(
        folder, List.of("config.json: is 16777217 bytes long, expected at most"));
  }

  @Test
  void missingFile() throws Exception {
    RandomCheckpoint.tiny().write(folder);
    Files.delete(folder.resolve("config.json"));
    Refusals.assertRefused(folder, List.of("config.json: is missing"));
  }

  @Test
  void missingFolder() throws Exception {
    Path missing = folder.resolve("nowhere");
    Refusals.assertRefused(
        missing, List.of("nowhere: is no folder, expected one with config.json"));
  }

  @Test
  void generationConfigIsCheckedToo() throws Exception {
    RandomCheckpoint.tiny().write(folder);
    ObjectNode generation = GoldenModel.object("{\"eos_token_id\": [1, 99]}");
    Files.writeString(folder.resolve("generation_config.json"), generation.toString());
    Refusals.assertRefused(
        folder,
        List.of("generation_config.json: eos_token_id is [1,99], expected token ids from 0 to 11"));
  }
}

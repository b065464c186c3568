package dev.gloss.inference.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.testing.SafetensorsWriter.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// A checkpoint of any shape in BF16 with seeded random weights.
///
/// Tests change [#config] and [#tensors] before they write it.
public final class RandomCheckpoint {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String CONFIG =
      """
      {"architectures": ["DeepseekV3ForCausalLM"], "model_type": "deepseek_v3",
       "vocab_size": 12, "hidden_size": 8, "intermediate_size": 6, "moe_intermediate_size": 4,
       "num_hidden_layers": 2, "num_nextn_predict_layers": 1, "num_attention_heads": 2,
       "num_key_value_heads": 2, "q_lora_rank": 6, "kv_lora_rank": 5, "qk_nope_head_dim": 4,
       "qk_rope_head_dim": 2, "v_head_dim": 3, "n_routed_experts": 4, "n_shared_experts": 1,
       "num_experts_per_tok": 2, "first_k_dense_replace": 1, "moe_layer_freq": 1,
       "scoring_func": "sigmoid", "topk_method": "noaux_tc", "n_group": 2, "topk_group": 1,
       "norm_topk_prob": true, "routed_scaling_factor": 2.5, "rms_norm_eps": 1e-6,
       "hidden_act": "silu", "attention_bias": false, "tie_word_embeddings": false,
       "rope_theta": 10000, "rope_scaling": {"type": "yarn", "factor": 4,
       "original_max_position_embeddings": 16}, "max_position_embeddings": 64,
       "torch_dtype": "bfloat16", "bos_token_id": 0, "eos_token_id": 1}
      """;

  private final ObjectNode config;
  private final Map<String, Entry> tensors = new LinkedHashMap<>();
  private final Random random = new Random(11);

  private RandomCheckpoint(ObjectNode config) {
    this.config = config;
    int hidden = size("hidden_size");
    matrix("model.embed_tokens.weight", size("vocab_size"), hidden);
    vector("model.norm.weight", hidden);
    if (!config.get("tie_word_embeddings").booleanValue()) {
      matrix("lm_head.weight", size("vocab_size"), hidden);
    }
    int layers = size("num_hidden_layers");
    for (int layer = 0; layer < layers; layer++) {
      layer("model.layers." + layer + ".", layer >= size("first_k_dense_replace"));
    }
    for (int module = 0; module < size("num_nextn_predict_layers"); module++) {
      mtp("model.layers." + (layers + module) + ".");
    }
  }

  /// The smallest checkpoint with everything in it: a dense layer, one with experts, and a
  /// Multi-Token Prediction module.
  public static RandomCheckpoint tiny() {
    return with("{}");
  }

  /// The same with some fields of its configuration replaced, and tensors of the shapes that
  /// follow.
  public static RandomCheckpoint with(String fields) {
    ObjectNode config = GoldenModel.object(CONFIG);
    config.setAll(GoldenModel.object(fields));
    return new RandomCheckpoint(config);
  }

  private int size(String field) {
    return config.get(field).intValue();
  }

  private void layer(String prefix, boolean moe) {
    int hidden = size("hidden_size");
    vector(prefix + "input_layernorm.weight", hidden);
    vector(prefix + "post_attention_layernorm.weight", hidden);
    attention(prefix + "self_attn.", hidden, size("num_attention_heads"), size("kv_lora_rank"));
    if (moe) {
      experts(prefix + "mlp.", hidden);
    } else {
      dense(prefix + "mlp.", size("intermediate_size"));
    }
  }

  private void attention(String prefix, int hidden, int heads, int kvLoraRank) {
    int rope = size("qk_rope_head_dim");
    int nope = size("qk_nope_head_dim");
    int value = size("v_head_dim");
    if (config.hasNonNull("q_lora_rank")) {
      matrix(prefix + "q_a_proj.weight", size("q_lora_rank"), hidden);
      vector(prefix + "q_a_layernorm.weight", size("q_lora_rank"));
      matrix(prefix + "q_b_proj.weight", heads * (nope + rope), size("q_lora_rank"));
    } else {
      matrix(prefix + "q_proj.weight", heads * (nope + rope), hidden);
    }
    matrix(prefix + "kv_a_proj_with_mqa.weight", kvLoraRank + rope, hidden);
    vector(prefix + "kv_a_layernorm.weight", kvLoraRank);
    matrix(prefix + "kv_b_proj.weight", heads * (nope + value), kvLoraRank);
    matrix(prefix + "o_proj.weight", hidden, heads * value);
  }

  private void experts(String prefix, int hidden) {
    int experts = size("n_routed_experts");
    int width = size("moe_intermediate_size");
    matrix(prefix + "gate.weight", experts, hidden);
    if (config.get("topk_method").asText().equals("noaux_tc")) {
      vector(prefix + "gate.e_score_correction_bias", experts);
    }
    for (int expert = 0; expert < experts; expert++) {
      dense(prefix + "experts." + expert + ".", width);
    }
    dense(prefix + "shared_experts.", size("n_shared_experts") * width);
  }

  private void dense(String prefix, int width) {
    matrix(prefix + "gate_proj.weight", width, size("hidden_size"));
    matrix(prefix + "up_proj.weight", width, size("hidden_size"));
    matrix(prefix + "down_proj.weight", size("hidden_size"), width);
  }

  private void mtp(String prefix) {
    int hidden = size("hidden_size");
    vector(prefix + "enorm.weight", hidden);
    vector(prefix + "hnorm.weight", hidden);
    matrix(prefix + "eh_proj.weight", hidden, 2 * hidden);
    layer(prefix, true);
    vector(prefix + "shared_head.norm.weight", hidden);
  }

  /// Adds or replaces a BF16 vector of random numbers.
  public void vector(String name, int length) {
    tensors.put(name, Entry.of("BF16", bf16(length), length));
  }

  /// Adds or replaces a BF16 matrix of random numbers.
  public void matrix(String name, int rows, int columns) {
    tensors.put(name, Entry.of("BF16", bf16(rows * columns), rows, columns));
  }

  /// An F32 vector of these numbers.
  public static Entry f32(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return Entry.of("F32", bytes.array(), values.length);
  }

  private byte[] bf16(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putShort((short) (Float.floatToRawIntBits((float) random.nextGaussian()) >>> 16));
    }
    return bytes.array();
  }

  /// The content of `config.json`.
  public ObjectNode config() {
    return config;
  }

  /// The tensors by name, in the file's order.
  public Map<String, Entry> tensors() {
    return tensors;
  }

  /// Writes `config.json` and `model.safetensors`.
  public void write(Path folder) throws IOException {
    writeConfig(folder);
    SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors);
  }

  /// Writes `config.json`, and the tensors alternately to two shards with an index, which is
  /// returned for tests that change and rewrite it.
  public ObjectNode writeShards(Path folder) throws IOException {
    writeConfig(folder);
    Map<String, Map<String, Entry>> shards = new LinkedHashMap<>();
    ObjectNode index = JSON.createObjectNode();
    for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
      int number = index.withObject("weight_map").size() % 2 + 1;
      String shard = "model-0000" + number + "-of-00002.safetensors";
      shards
          .computeIfAbsent(shard, name -> new LinkedHashMap<>())
          .put(tensor.getKey(), tensor.getValue());
      index.withObject("weight_map").put(tensor.getKey(), shard);
    }
    for (Map.Entry<String, Map<String, Entry>> shard : shards.entrySet()) {
      SafetensorsWriter.write(folder.resolve(shard.getKey()), shard.getValue());
    }
    writeIndex(folder, index);
    return index;
  }

  /// Writes `model.safetensors.index.json`.
  public static void writeIndex(Path folder, ObjectNode index) throws IOException {
    Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
  }

  private void writeConfig(Path folder) throws IOException {
    Files.writeString(folder.resolve("config.json"), config.toString());
  }
}

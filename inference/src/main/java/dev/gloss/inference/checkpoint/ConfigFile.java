package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.FeedForwardSpec;
import dev.gloss.inference.model.LatentAttentionSpec;
import java.nio.file.Path;
import java.util.List;

/// What `config.json` says about a model.
///
/// @param model the hyper-parameters; Multi-Token Prediction modules as declared, which a file may
///   lack
/// @param fp8 whether matrices may be FP8 with block scales
/// @param bosTokenIds the token that begins a text, if it names one
/// @param eosTokenIds the tokens that end a text
record ConfigFile(
    DecoderConfig model, boolean fp8, List<Integer> bosTokenIds, List<Integer> eosTokenIds) {

  /// Name of the file in a model's folder.
  static final String NAME = "config.json";

  private static final long MAX_BYTES = 16 << 20;

  // Ten times and more of what the largest published model has; whatever is above is a broken file.
  private static final int MAX_VOCABULARY = 1 << 22;
  private static final int MAX_HIDDEN = 1 << 17;
  private static final int MAX_INTERMEDIATE = 1 << 20;
  private static final int MAX_LAYERS = 1024;
  private static final int MAX_MTP_LAYERS = 16;
  private static final int MAX_HEADS = 1024;
  private static final int MAX_HEAD_DIM = 4096;
  private static final int MAX_LORA_RANK = 1 << 16;
  private static final int MAX_EXPERTS = 8192;
  private static final int MAX_SHARED_EXPERTS = 64;
  private static final int MAX_POSITIONS = 1 << 24;

  /// Reads and checks the file of a folder.
  ///
  /// @throws dev.gloss.inference.ModelException if it cannot be read, or asks for something the
  ///   engine has not
  static ConfigFile read(Path folder) {
    JsonFields fields = JsonFields.read(folder.resolve(NAME), MAX_BYTES);
    String architecture = architecture(fields);
    refuseUnsupported(fields);
    DecoderConfig model = model(fields, architecture);
    return new ConfigFile(
        model,
        QuantizationFields.areFp8(fields),
        fields.tokenIds("bos_token_id", model.vocabSize()),
        fields.tokenIds("eos_token_id", model.vocabSize()));
  }

  private static String architecture(JsonFields fields) {
    String first = fields.node().path("architectures").path(0).asText("");
    String expectedType =
        switch (first) {
          case "DeepseekV2ForCausalLM" -> "deepseek_v2";
          case "DeepseekV3ForCausalLM" -> "deepseek_v3";
          default ->
              throw fields.refuse(
                  "architectures", "[\"DeepseekV2ForCausalLM\"] or [\"DeepseekV3ForCausalLM\"]");
        };
    fields.oneOf("model_type", List.of(expectedType), null);
    return first;
  }

  /// Fields with which the published code can compute something else than this engine does.
  private static void refuseUnsupported(JsonFields fields) {
    fields.oneOf("hidden_act", List.of("silu"), "silu");
    fields.integerOr("moe_layer_freq", 1, 1, 1);
    if (fields.flagOr("attention_bias", false)) {
      throw fields.refuse("attention_bias", "false");
    }
    if (!fields.flagOr("rope_interleave", true)) {
      throw fields.refuse("rope_interleave", "true");
    }
    List<String> dtypes = List.of("float32", "float16", "bfloat16", "float8_e4m3fn");
    fields.oneOf("torch_dtype", dtypes, "float32");
    fields.oneOf("dtype", dtypes, "float32");
    fields.oneOf("fim_order", List.of("psm", "spm"), "psm"); // ours, of no published model
  }

  private static DecoderConfig model(JsonFields fields, String architecture) {
    int layers = fields.integer("num_hidden_layers", 1, MAX_LAYERS);
    int heads = fields.integer("num_attention_heads", 1, MAX_HEADS);
    int experts = fields.integerOr("n_routed_experts", 0, MAX_EXPERTS, 0);
    if (fields.integerOr("num_key_value_heads", 1, MAX_HEADS, heads) != heads) {
      throw fields.refuse("num_key_value_heads", "num_attention_heads (" + heads + ")");
    }
    return new DecoderConfig(
        architecture,
        fields.node().path("model_type").textValue(),
        fields.integer("vocab_size", 1, MAX_VOCABULARY),
        fields.integer("hidden_size", 1, MAX_HIDDEN),
        layers,
        fields.integerOr("num_nextn_predict_layers", 0, MAX_MTP_LAYERS, 0),
        new LatentAttentionSpec(
            heads,
            fields.has("q_lora_rank") ? fields.integer("q_lora_rank", 1, MAX_LORA_RANK) : null,
            fields.integer("kv_lora_rank", 1, MAX_LORA_RANK),
            fields.integer("qk_nope_head_dim", 1, MAX_HEAD_DIM),
            ropeHeadDim(fields),
            fields.integer("v_head_dim", 1, MAX_HEAD_DIM),
            LatentAttentionSpec.FIXED_NORM_EPS),
        new FeedForwardSpec(
            fields.integer("intermediate_size", 1, MAX_INTERMEDIATE),
            experts == 0 ? null : experts(fields, experts, layers)),
        (float) fields.numberOr("rms_norm_eps", 1e-12, 1, 1e-6),
        RopeFields.read(fields),
        fields.integer("max_position_embeddings", 1, MAX_POSITIONS),
        fields.flagOr("tie_word_embeddings", false));
  }

  private static ExpertsSpec experts(JsonFields fields, int experts, int layers) {
    return new ExpertsSpec(
        fields.integer("moe_intermediate_size", 1, MAX_INTERMEDIATE),
        experts,
        fields.integerOr("n_shared_experts", 0, MAX_SHARED_EXPERTS, 0),
        fields.integer("num_experts_per_tok", 1, experts),
        fields.integer("first_k_dense_replace", 0, layers),
        RoutingFields.read(fields, experts));
  }

  private static int ropeHeadDim(JsonFields fields) {
    int channels = fields.integer("qk_rope_head_dim", 2, MAX_HEAD_DIM);
    if (channels % 2 != 0) {
      throw fields.refuse("qk_rope_head_dim", "an even number: channels turn in pairs");
    }
    return channels;
  }
}

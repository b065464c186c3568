package dev.gloss.inference.convert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.RopeScaling;
import dev.gloss.inference.model.RopeScaling.Dynamic;
import dev.gloss.inference.model.RopeScaling.FrequencyDivisors;
import dev.gloss.inference.model.RopeScaling.Linear;
import dev.gloss.inference.model.RopeScaling.Llama3;
import dev.gloss.inference.model.RopeScaling.None;
import dev.gloss.inference.model.RopeScaling.Yarn;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.model.RoutingSpec.Scoring;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.function.DoublePredicate;

/// A model's hyper-parameters as a `config.json`, for a model that came without one.
final class HuggingFaceConfig {

  private static final int FLOAT_DIGITS = 9;

  private final DecoderConfig config;
  private final ObjectNode json = new JsonMapper().createObjectNode();

  private HuggingFaceConfig(DecoderConfig config) {
    this.config = config;
  }

  /// The fields of a model.
  ///
  /// @throws dev.gloss.inference.ModelException if the model computes what no field says
  static ObjectNode of(DecoderConfig config) {
    HuggingFaceConfig fields = new HuggingFaceConfig(config);
    fields.names();
    fields.common();
    switch (config.attention()) {
      case LatentAttentionSpec latent -> fields.latent(latent);
      case GroupedQueryAttentionSpec grouped -> fields.grouped(grouped);
    }
    return fields.json;
  }

  private void common() {
    json.put("hidden_act", "silu");
    json.put("hidden_size", config.hiddenSize());
    json.put("intermediate_size", config.feedForward().intermediateSize());
    json.put("max_position_embeddings", config.maxPositionEmbeddings());
    json.put("num_attention_heads", config.attention().numAttentionHeads());
    json.put("num_hidden_layers", config.numHiddenLayers());
    json.put("rms_norm_eps", shortest(config.rmsNormEps()));
    json.put("rope_theta", shortest(config.rope().ropeTheta()));
    json.put("tie_word_embeddings", config.tieWordEmbeddings());
    json.put("vocab_size", config.vocabSize());
    scaling(config.rope().scaling());
  }

  private void names() {
    ExpertsSpec experts = config.feedForward().experts();
    boolean isV3 = experts != null && experts.routing().scoring() == Scoring.SIGMOID;
    switch (GgufArchitecture.of(config)) {
      case DEEPSEEK2 ->
          name(isV3 ? "DeepseekV3" : "DeepseekV2", isV3 ? "deepseek_v3" : "deepseek_v2");
      case LLAMA -> name("Llama", "llama");
      case QWEN2 -> name("Qwen2", "qwen2");
      case QWEN3 -> name("Qwen3", "qwen3");
      case QWEN3MOE -> name("Qwen3Moe", "qwen3_moe");
    }
  }

  private void name(String architecture, String modelType) {
    json.putArray("architectures").add(architecture + "ForCausalLM");
    json.put("model_type", modelType);
  }

  private void latent(LatentAttentionSpec latent) {
    ExpertsSpec experts = config.feedForward().experts();
    json.put("attention_bias", false);
    json.put("num_key_value_heads", latent.numAttentionHeads());
    json.put("q_lora_rank", latent.qLoraRank());
    json.put("kv_lora_rank", latent.kvLoraRank());
    json.put("qk_nope_head_dim", latent.qkNopeHeadDim());
    json.put("qk_rope_head_dim", latent.qkRopeHeadDim());
    json.put("v_head_dim", latent.vHeadDim());
    if (config.numNextnPredictLayers() > 0) {
      json.put("num_nextn_predict_layers", config.numNextnPredictLayers());
    }
    if (experts == null) {
      json.putNull("n_routed_experts");
      return;
    }
    RoutingSpec routing = experts.routing();
    json.put("n_routed_experts", experts.nRoutedExperts());
    json.put("n_shared_experts", experts.nSharedExperts());
    json.put("num_experts_per_tok", experts.numExpertsPerTok());
    json.put("moe_intermediate_size", experts.moeIntermediateSize());
    json.put("moe_layer_freq", 1);
    json.put("first_k_dense_replace", experts.firstKDenseReplace());
    json.put("n_group", routing.nGroup());
    json.put("topk_group", routing.topkGroup());
    json.put("norm_topk_prob", routing.normTopkProb());
    json.put("routed_scaling_factor", shortest(routing.routedScalingFactor()));
    json.put("scoring_func", routing.scoring().name().toLowerCase(Locale.ROOT));
    json.put("topk_method", routing.method().name().toLowerCase(Locale.ROOT));
  }

  private void grouped(GroupedQueryAttentionSpec grouped) {
    ExpertsSpec experts = config.feedForward().experts();
    json.put("attention_bias", grouped.oBias());
    json.put("num_key_value_heads", grouped.numKeyValueHeads());
    json.put("head_dim", grouped.headDim());
    if (experts != null) {
      json.put("num_experts", experts.nRoutedExperts());
      json.put("num_experts_per_tok", experts.numExpertsPerTok());
      json.put("moe_intermediate_size", experts.moeIntermediateSize());
      json.put("decoder_sparse_step", 1);
      json.putArray("mlp_only_layers");
      json.put("norm_topk_prob", experts.routing().normTopkProb());
    }
  }

  private void scaling(RopeScaling scaling) {
    switch (scaling) {
      case None _ -> json.putNull("rope_scaling");
      case Linear linear -> type("linear").put("factor", shortest(linear.factor()));
      case Dynamic dynamic -> type("dynamic").put("factor", shortest(dynamic.factor()));
      case Llama3 llama3 -> llama3(llama3);
      case Yarn yarn -> yarn(yarn);
      case FrequencyDivisors divisors -> llama3(Divisors.llama3(config, divisors));
    }
  }

  /// Both names, for old readers and new ones.
  private ObjectNode type(String name) {
    return json.putObject("rope_scaling").put("type", name).put("rope_type", name);
  }

  private void llama3(Llama3 llama3) {
    type("llama3")
        .put("factor", llama3.factor())
        .put("low_freq_factor", llama3.lowFreqFactor())
        .put("high_freq_factor", llama3.highFreqFactor())
        .put("original_max_position_embeddings", llama3.originalMaxPositionEmbeddings());
  }

  private void yarn(Yarn yarn) {
    if (yarn.factor() == 1 && config.attention() instanceof LatentAttentionSpec) {
      // Nothing is stretched, and no weight of a logarithm can be told.
      json.putNull("rope_scaling");
      return;
    }
    ObjectNode scaling =
        type("yarn")
            .put("factor", shortest(yarn.factor()))
            .put("original_max_position_embeddings", yarn.originalMaxPositionEmbeddings())
            .put("beta_fast", shortest(yarn.betaFast()))
            .put("beta_slow", shortest(yarn.betaSlow()));
    if (config.attention() instanceof LatentAttentionSpec) {
      double log = 0.1 * StrictMath.log(yarn.factor());
      scaling.put("mscale_all_dim", weight((yarn.logitMscale() - 1) / log));
      scaling.put("mscale", weight((yarn.attentionFactor() * yarn.logitMscale() - 1) / log));
    } else {
      scaling.put("attention_factor", yarn.attentionFactor());
    }
  }

  /// The shortest number that GGUF files store like this one, a tenth of it as a float.
  private static double weight(double weight) {
    float stored = (float) (0.1 * weight);
    return shortest(weight, candidate -> (float) (0.1 * candidate) == stored);
  }

  /// The shortest number that is the same as a float.
  private static double shortest(double number) {
    return shortest(number, candidate -> (float) candidate == (float) number);
  }

  private static double shortest(double number, DoublePredicate same) {
    for (int digits = 1; digits <= FLOAT_DIGITS; digits++) {
      double candidate = new BigDecimal(number).round(new MathContext(digits)).doubleValue();
      if (same.test(candidate)) {
        return candidate;
      }
    }
    return number;
  }
}

package dev.gloss.inference.convert;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.RopeScaling.Dynamic;
import dev.gloss.inference.model.RopeScaling.FrequencyDivisors;
import dev.gloss.inference.model.RopeScaling.Linear;
import dev.gloss.inference.model.RopeScaling.Llama3;
import dev.gloss.inference.model.RopeScaling.None;
import dev.gloss.inference.model.RopeScaling.Yarn;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.model.RoutingSpec.Scoring;

/// A model's hyper-parameters as the metadata of a GGUF file, by llama.cpp's keys.
///
/// What these keys cannot say is refused: a file that computes something else would be worse than
/// none.
final class GgufKeys {

  private static final double BETA_FAST = 32;
  private static final double BETA_SLOW = 1;
  private static final double TOLERANCE = 1e-9;

  private final DecoderConfig config;
  private final GgufArchitecture architecture;
  private final GgufHeader header;

  private GgufKeys(DecoderConfig config, GgufArchitecture architecture, GgufHeader header) {
    this.config = config;
    this.architecture = architecture;
    this.header = header;
  }

  /// Adds the keys of a model.
  ///
  /// @throws ModelException if the model computes what no key says
  static void put(DecoderConfig config, GgufArchitecture architecture, GgufHeader header) {
    GgufKeys keys = new GgufKeys(config, architecture, header);
    keys.common();
    switch (config.attention()) {
      case LatentAttentionSpec latent -> keys.latent(latent);
      case GroupedQueryAttentionSpec grouped -> keys.grouped(grouped);
    }
    ExpertsSpec experts = config.feedForward().experts();
    if (experts != null) {
      keys.experts(experts);
    }
    keys.rope();
  }

  private void common() {
    number("block_count", config.numHiddenLayers() + config.numNextnPredictLayers());
    number("context_length", config.maxPositionEmbeddings());
    number("embedding_length", config.hiddenSize());
    number("feed_forward_length", config.feedForward().intermediateSize());
    number("attention.head_count", config.attention().numAttentionHeads());
    real("attention.layer_norm_rms_epsilon", config.rmsNormEps());
    real("rope.freq_base", config.rope().ropeTheta());
    number("rope.dimension_count", config.attention().ropeHeadDim());
    number("vocab_size", config.vocabSize());
    if (config.numNextnPredictLayers() > 0) {
      number("nextn_predict_layers", config.numNextnPredictLayers());
    }
  }

  /// The absorbed form: one head of keys and values, the latent; the heads' own widths beside it.
  private void latent(LatentAttentionSpec latent) {
    Integer qLoraRank = latent.qLoraRank();
    number("attention.head_count_kv", 1);
    number("attention.key_length", latent.kvLoraRank() + latent.qkRopeHeadDim());
    number("attention.value_length", latent.kvLoraRank());
    number("attention.key_length_mla", latent.qkHeadDim());
    number("attention.value_length_mla", latent.vHeadDim());
    number("attention.kv_lora_rank", latent.kvLoraRank());
    number("attention.q_lora_rank", qLoraRank == null ? 0 : qLoraRank);
  }

  private void grouped(GroupedQueryAttentionSpec grouped) {
    number("attention.head_count_kv", grouped.numKeyValueHeads());
    number("attention.key_length", grouped.headDim());
    number("attention.value_length", grouped.headDim());
  }

  private void experts(ExpertsSpec experts) {
    RoutingSpec routing = experts.routing();
    number("expert_count", experts.nRoutedExperts());
    number("expert_used_count", experts.numExpertsPerTok());
    number("expert_feed_forward_length", experts.moeIntermediateSize());
    if (architecture == GgufArchitecture.DEEPSEEK2) {
      number("leading_dense_block_count", experts.firstKDenseReplace());
      number("expert_shared_count", experts.nSharedExperts());
      real("expert_weights_scale", routing.routedScalingFactor());
      header.flag(key("expert_weights_norm"), routing.normTopkProb());
      number("expert_gating_func", routing.scoring() == Scoring.SOFTMAX ? 1 : 2);
      if (routing.nGroup() > 1) {
        number("expert_group_count", routing.nGroup());
        number("expert_group_used_count", routing.topkGroup());
      }
    } else if (!routing.normTopkProb()) {
      throw refuse("norm_topk_prob false", "true: " + architecture.ggufName() + " normalises");
    }
  }

  private void rope() {
    switch (config.rope().scaling()) {
      case None _ -> {}
      case Linear linear -> {
        header.text(key("rope.scaling.type"), "linear");
        real("rope.scaling.factor", linear.factor());
      }
      case Yarn yarn -> yarn(yarn);
      case Llama3 _, FrequencyDivisors _ -> {
        // A tensor says these, which llama.cpp looks for in one architecture.
        if (architecture != GgufArchitecture.LLAMA) {
          throw refuse("llama3 RoPE scaling of " + architecture.ggufName(), "another");
        }
      }
      case Dynamic _ -> throw refuse("dynamic RoPE scaling", "none, linear, llama3 or yarn");
    }
  }

  private void yarn(Yarn yarn) {
    double log = 0.1 * StrictMath.log(yarn.factor());
    header.text(key("rope.scaling.type"), "yarn");
    real("rope.scaling.factor", yarn.factor());
    number("rope.scaling.original_context_length", yarn.originalMaxPositionEmbeddings());
    if (yarn.betaFast() != BETA_FAST || yarn.betaSlow() != BETA_SLOW) {
      real("rope.scaling.yarn_beta_fast", yarn.betaFast());
      real("rope.scaling.yarn_beta_slow", yarn.betaSlow());
    }
    if (!yarn.truncate()) {
      throw refuse("truncate false of yarn", "true");
    }
    boolean scalesLogits = yarn.logitMscale() != 1;
    if (scalesLogits && architecture != GgufArchitecture.DEEPSEEK2) {
      throw refuse("mscale_all_dim of " + architecture.ggufName(), "none");
    }
    if (scalesLogits) {
      real("rope.scaling.yarn_log_multiplier", 0.1 * (yarn.logitMscale() - 1) / log);
    }
    // Files whose logits are scaled mean the cosines and sines not to be.
    double more = yarn.attentionFactor() / (scalesLogits ? 1 : log + 1);
    if (Math.abs(more - 1) > TOLERANCE) {
      real("rope.scaling.attn_factor", more);
    }
  }

  private void number(String name, int value) {
    header.number(key(name), value);
  }

  private void real(String name, double value) {
    header.real(key(name), value);
  }

  private String key(String name) {
    return architecture.ggufName() + "." + name;
  }

  private static ModelException refuse(String what, String expected) {
    return new ModelException("GGUF has no key for " + what + ", expected " + expected);
  }
}

package dev.gloss.inference.convert;

import dev.gloss.inference.model.AttentionWeights;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.FeedForwardWeights;
import dev.gloss.inference.model.FeedForwardWeights.Dense;
import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.GroupedQueryAttentionWeights;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.LatentAttentionWeights;
import dev.gloss.inference.model.LatentAttentionWeights.CompressedQuery;
import dev.gloss.inference.model.LatentAttentionWeights.DirectQuery;
import dev.gloss.inference.model.LatentAttentionWeights.FusedKeyValueUp;
import dev.gloss.inference.model.LatentAttentionWeights.SplitKeyValueUp;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.Linear;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.model.MtpWeights;
import dev.gloss.inference.model.RopeSpec.Pairing;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A model's tensors by the names and in the shapes of Hugging Face's checkpoints: each expert by
/// itself, latent attention in one matrix for keys and values.
///
/// What is not rounded is BF16 where that is exact and the rest is no F32, as published checkpoints
/// have it; the bias that experts are chosen by is F32 there, too.
final class HuggingFaceLayout {

  private final DecoderConfig config;
  private final TensorList list;

  private HuggingFaceLayout(DecoderConfig config, TypeChoice types) {
    this.config = config;
    boolean all32 = types.target() == DType.F32;
    this.list = new TensorList(types, tensor -> !all32 && isBf16(tensor) ? DType.BF16 : DType.F32);
  }

  /// All of a model, in the order of the file.
  static List<OutputTensor> of(DecoderConfig config, ModelWeights weights, TypeChoice types) {
    HuggingFaceLayout tensors = new HuggingFaceLayout(config, types);
    tensors.model(weights);
    return tensors.list.tensors();
  }

  private static boolean isBf16(Tensor tensor) {
    float[] numbers = new float[Math.toIntExact(tensor.shape().getLast())];
    for (long first = 0; first < tensor.elements(); first += numbers.length) {
      Decoder.elements(tensor, first, numbers);
      for (float number : numbers) {
        if ((Float.floatToRawIntBits(number) & 0xFFFF) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private void model(ModelWeights weights) {
    list.table("model.embed_tokens.weight", weights.embedTokens());
    int layers = weights.layers().size();
    for (int i = 0; i < layers; i++) {
      layer("model.layers." + i + ".", weights.layers().get(i));
    }
    for (int i = 0; i < weights.mtp().size(); i++) {
      mtp("model.layers." + (layers + i) + ".", weights.mtp().get(i), weights);
    }
    list.exact("model.norm.weight", weights.norm());
    if (!config.tieWordEmbeddings()) {
      list.table("lm_head.weight", weights.lmHead());
    }
  }

  private void layer(String prefix, LayerWeights layer) {
    list.exact(prefix + "input_layernorm.weight", layer.inputLayernorm());
    attention(prefix + "self_attn.", layer.attention());
    list.exact(prefix + "post_attention_layernorm.weight", layer.postAttentionLayernorm());
    feedForward(prefix + "mlp.", layer.feedForward());
  }

  private void attention(String prefix, AttentionWeights attention) {
    switch (attention) {
      case LatentAttentionWeights latent -> latent(prefix, latent);
      case GroupedQueryAttentionWeights grouped -> grouped(prefix, grouped);
    }
  }

  private void latent(String prefix, LatentAttentionWeights latent) {
    switch (latent.query()) {
      case DirectQuery direct -> list.weight(prefix + "q_proj.weight", direct.qProj());
      case CompressedQuery compressed -> {
        list.weight(prefix + "q_a_proj.weight", compressed.qAProj());
        list.exact(prefix + "q_a_layernorm.weight", compressed.qALayernorm());
        list.weight(prefix + "q_b_proj.weight", compressed.qBProj());
      }
    }
    list.weight(prefix + "kv_a_proj_with_mqa.weight", latent.kvAProjWithMqa());
    list.exact(prefix + "kv_a_layernorm.weight", latent.kvALayernorm());
    switch (latent.kvB()) {
      case FusedKeyValueUp fused -> list.weight(prefix + "kv_b_proj.weight", fused.kvBProj());
      case SplitKeyValueUp split -> {
        LatentAttentionSpec spec = (LatentAttentionSpec) config.attention();
        long width = spec.qkNopeHeadDim() + (long) spec.vHeadDim();
        List<Long> shape = List.of(spec.numAttentionHeads() * width, (long) spec.kvLoraRank());
        list.weight(prefix + "kv_b_proj.weight", shape, () -> fused(split));
      }
    }
    list.weight(prefix + "o_proj.weight", latent.oProj());
  }

  /// Per head the key's rows, then the value's.
  private static Rows fused(SplitKeyValueUp split) {
    List<Rows> parts = new ArrayList<>();
    for (int head = 0; head < split.kB().size(); head++) {
      parts.add(Rows.of(split.kB().get(head)).transposed());
      parts.add(Rows.of(split.vB().get(head)));
    }
    return Rows.concat(parts);
  }

  private void grouped(String prefix, GroupedQueryAttentionWeights grouped) {
    inHalves(prefix + "q_proj", grouped.qProj());
    inHalves(prefix + "k_proj", grouped.kProj());
    list.linear(prefix + "v_proj", grouped.vProj());
    list.linear(prefix + "o_proj", grouped.oProj());
    list.exactIfAny(prefix + "q_norm.weight", grouped.qNorm());
    list.exactIfAny(prefix + "k_norm.weight", grouped.kNorm());
  }

  /// A projection to query or key, whose rows are in the order of the pairs.
  private void inHalves(String name, Linear linear) {
    int headDim = ((GroupedQueryAttentionSpec) config.attention()).headDim();
    list.inPairs(name, linear, headDim, config.rope().pairing(), Pairing.HALVES);
  }

  private void feedForward(String prefix, FeedForwardWeights feedForward) {
    switch (feedForward) {
      case Dense dense -> dense(prefix, dense);
      case MixtureOfExperts moe -> {
        list.exact(prefix + "gate.weight", moe.gate());
        Tensor bias = moe.eScoreCorrectionBias();
        if (bias != null) {
          list.float32(prefix + "gate.e_score_correction_bias", bias);
        }
        for (int expert = 0; expert < moe.experts().size(); expert++) {
          dense(prefix + "experts." + expert + ".", moe.experts().get(expert));
        }
        Dense shared = moe.sharedExperts();
        if (shared != null) {
          dense(prefix + "shared_experts.", shared);
        }
      }
    }
  }

  private void dense(String prefix, Dense dense) {
    list.weight(prefix + "gate_proj.weight", dense.gateProj());
    list.weight(prefix + "up_proj.weight", dense.upProj());
    list.weight(prefix + "down_proj.weight", dense.downProj());
  }

  private void mtp(String prefix, MtpWeights mtp, ModelWeights main) {
    list.exact(prefix + "enorm.weight", mtp.enorm());
    list.exact(prefix + "hnorm.weight", mtp.hnorm());
    list.table(prefix + "eh_proj.weight", mtp.ehProj());
    layer(prefix, mtp.layer());
    list.exact(prefix + "shared_head.norm.weight", mtp.sharedHeadNorm());
    repeated(prefix + "embed_tokens.weight", mtp.embedTokens(), main.embedTokens());
    repeated(prefix + "shared_head.head.weight", mtp.sharedHead(), main.lmHead());
  }

  /// A matrix of the draft layer, left out where it is the main model's.
  private void repeated(String name, Matrix matrix, Matrix main) {
    if (!matrix.equals(main)) {
      list.table(name, matrix);
    }
  }
}

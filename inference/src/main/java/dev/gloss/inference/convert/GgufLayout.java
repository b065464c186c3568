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
import dev.gloss.inference.model.LatentAttentionWeights.KeyValueUp;
import dev.gloss.inference.model.LatentAttentionWeights.SplitKeyValueUp;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.Linear;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.model.MtpWeights;
import dev.gloss.inference.model.RopeScaling.FrequencyDivisors;
import dev.gloss.inference.model.RopeSpec.Pairing;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A model's tensors by the names and in the shapes that GGUF files have: experts as one tensor of
/// three dimensions, latent attention taken apart by head for the absorbed form, pairs of channels
/// as the architecture has them.
final class GgufLayout {

  private final DecoderConfig config;
  private final Pairing pairing;
  private final TensorList list;

  private GgufLayout(DecoderConfig config, Pairing pairing, TypeChoice types) {
    this.config = config;
    this.pairing = pairing;
    this.list = new TensorList(types, vector -> DType.F32);
  }

  /// All of a model, in the order of the file.
  ///
  /// @param pairing which channels of query and key turn together in the file
  /// @param divisors of the frequencies, where a tensor has to say them
  static List<OutputTensor> of(
      DecoderConfig config,
      ModelWeights weights,
      Pairing pairing,
      @Nullable FrequencyDivisors divisors,
      TypeChoice types) {
    GgufLayout tensors = new GgufLayout(config, pairing, types);
    tensors.model(weights, divisors);
    return tensors.list.tensors();
  }

  private void model(ModelWeights weights, @Nullable FrequencyDivisors divisors) {
    list.table("token_embd.weight", weights.embedTokens());
    list.exact("output_norm.weight", weights.norm());
    if (!weights.lmHead().equals(weights.embedTokens())) {
      list.table("output.weight", weights.lmHead());
    }
    if (divisors != null) {
      list.exact("rope_freqs.weight", Vectors.of("rope_freqs.weight", divisors.divisors()));
    }
    for (int i = 0; i < weights.layers().size(); i++) {
      layer("blk." + i + ".", weights.layers().get(i));
    }
    for (int i = 0; i < weights.mtp().size(); i++) {
      mtp("blk." + (weights.layers().size() + i) + ".", weights.mtp().get(i), weights);
    }
  }

  private void layer(String prefix, LayerWeights layer) {
    list.exact(prefix + "attn_norm.weight", layer.inputLayernorm());
    attention(prefix, layer.attention());
    list.exact(prefix + "ffn_norm.weight", layer.postAttentionLayernorm());
    feedForward(prefix, layer.feedForward());
  }

  private void attention(String prefix, AttentionWeights attention) {
    switch (attention) {
      case LatentAttentionWeights latent -> latent(prefix, latent);
      case GroupedQueryAttentionWeights grouped -> grouped(prefix, grouped);
    }
  }

  private void latent(String prefix, LatentAttentionWeights latent) {
    switch (latent.query()) {
      case DirectQuery direct -> list.weight(prefix + "attn_q.weight", direct.qProj());
      case CompressedQuery compressed -> {
        list.weight(prefix + "attn_q_a.weight", compressed.qAProj());
        list.exact(prefix + "attn_q_a_norm.weight", compressed.qALayernorm());
        list.weight(prefix + "attn_q_b.weight", compressed.qBProj());
      }
    }
    list.weight(prefix + "attn_kv_a_mqa.weight", latent.kvAProjWithMqa());
    list.exact(prefix + "attn_kv_a_norm.weight", latent.kvALayernorm());
    keyValueUp(prefix, latent.kvB());
    list.weight(prefix + "attn_output.weight", latent.oProj());
  }

  private void keyValueUp(String prefix, KeyValueUp up) {
    LatentAttentionSpec spec = (LatentAttentionSpec) config.attention();
    long heads = spec.numAttentionHeads();
    long rank = spec.kvLoraRank();
    int nope = spec.qkNopeHeadDim();
    int value = spec.vHeadDim();
    list.weight(
        prefix + "attn_k_b.weight",
        List.of(heads, rank, (long) nope),
        () ->
            switch (up) {
              case SplitKeyValueUp split -> stack(split.kB());
              case FusedKeyValueUp fused ->
                  byHead(head -> part(fused, head, nope + value, 0, nope).transposed());
            });
    list.weight(
        prefix + "attn_v_b.weight",
        List.of(heads, (long) value, rank),
        () ->
            switch (up) {
              case SplitKeyValueUp split -> stack(split.vB());
              case FusedKeyValueUp fused ->
                  byHead(head -> part(fused, head, nope + value, nope, value));
            });
  }

  private static Rows part(FusedKeyValueUp fused, int head, int step, int first, int count) {
    return Rows.of(fused.kvBProj()).part((long) head * step + first, count);
  }

  private Rows byHead(IntFunction<Rows> rowsOfHead) {
    return Rows.concat(
        IntStream.range(0, config.attention().numAttentionHeads()).mapToObj(rowsOfHead).toList());
  }

  private void grouped(String prefix, GroupedQueryAttentionWeights grouped) {
    inPairs(prefix + "attn_q", grouped.qProj());
    inPairs(prefix + "attn_k", grouped.kProj());
    list.linear(prefix + "attn_v", grouped.vProj());
    list.linear(prefix + "attn_output", grouped.oProj());
    list.exactIfAny(prefix + "attn_q_norm.weight", grouped.qNorm());
    list.exactIfAny(prefix + "attn_k_norm.weight", grouped.kNorm());
  }

  /// A projection to query or key, whose rows are in the order of the pairs.
  private void inPairs(String name, Linear linear) {
    int headDim = ((GroupedQueryAttentionSpec) config.attention()).headDim();
    list.inPairs(name, linear, headDim, config.rope().pairing(), pairing);
  }

  private void feedForward(String prefix, FeedForwardWeights feedForward) {
    switch (feedForward) {
      case Dense dense -> dense(prefix, "", dense);
      case MixtureOfExperts moe -> {
        list.exact(prefix + "ffn_gate_inp.weight", moe.gate());
        list.exactIfAny(prefix + "exp_probs_b.bias", moe.eScoreCorrectionBias());
        experts(prefix + "ffn_gate_exps.weight", moe.experts(), Dense::gateProj);
        experts(prefix + "ffn_up_exps.weight", moe.experts(), Dense::upProj);
        experts(prefix + "ffn_down_exps.weight", moe.experts(), Dense::downProj);
        Dense shared = moe.sharedExperts();
        if (shared != null) {
          dense(prefix, "_shexp", shared);
        }
      }
    }
  }

  private void dense(String prefix, String suffix, Dense dense) {
    list.weight(prefix + "ffn_gate" + suffix + ".weight", dense.gateProj());
    list.weight(prefix + "ffn_up" + suffix + ".weight", dense.upProj());
    list.weight(prefix + "ffn_down" + suffix + ".weight", dense.downProj());
  }

  private void experts(String name, List<Dense> experts, Function<Dense, Matrix> part) {
    List<Matrix> matrices = experts.stream().map(part).toList();
    long outFeatures = matrices.getFirst().outFeatures();
    long inFeatures = matrices.getFirst().inFeatures();
    List<Long> shape = List.of((long) matrices.size(), outFeatures, inFeatures);
    list.weight(name, shape, () -> stack(matrices));
  }

  private static Rows stack(List<Matrix> matrices) {
    return Rows.concat(matrices.stream().map(Rows::of).toList());
  }

  private void mtp(String prefix, MtpWeights mtp, ModelWeights main) {
    layer(prefix, mtp.layer());
    list.table(prefix + "nextn.eh_proj.weight", mtp.ehProj());
    list.exact(prefix + "nextn.enorm.weight", mtp.enorm());
    list.exact(prefix + "nextn.hnorm.weight", mtp.hnorm());
    if (!mtp.embedTokens().equals(main.embedTokens())) {
      list.table(prefix + "nextn.embed_tokens.weight", mtp.embedTokens());
    }
    list.exact(prefix + "nextn.shared_head_norm.weight", mtp.sharedHeadNorm());
    if (!mtp.sharedHead().equals(main.lmHead())) {
      list.table(prefix + "nextn.shared_head_head.weight", mtp.sharedHead());
    }
  }
}

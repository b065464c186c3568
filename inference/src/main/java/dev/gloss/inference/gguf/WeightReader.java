package dev.gloss.inference.gguf;

import dev.gloss.inference.model.AttentionWeights;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.ExpertsSpec;
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
import dev.gloss.inference.model.LatentAttentionWeights.Query;
import dev.gloss.inference.model.LatentAttentionWeights.SplitKeyValueUp;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.Linear;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.model.MtpWeights;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives the tensors of a GGUF model their place, by ggml's names and the shapes that follow from
/// the hyper-parameters.
final class WeightReader {
  private final DecoderConfig config;
  private final GgufTensors tensors;

  /// @param tensors which this takes every tensor from
  WeightReader(DecoderConfig config, GgufTensors tensors) {
    this.config = config;
    this.tensors = tensors;
  }

  /// Takes all weights.
  ///
  /// @throws dev.gloss.inference.ModelException if one is missing or has another shape
  ModelWeights read() {
    Matrix embedding = vocabularyMatrix("token_embd.weight");
    Tensor norm = norm("output_norm.weight");
    Matrix head = config.tieWordEmbeddings() ? embedding : vocabularyMatrix("output.weight");
    List<LayerWeights> layers = new ArrayList<>();
    for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
      layers.add(layer(layer));
    }
    List<MtpWeights> mtp = new ArrayList<>();
    for (int module = 0; module < config.numNextnPredictLayers(); module++) {
      mtp.add(mtp(config.numHiddenLayers() + module, embedding, norm, head));
    }
    return new ModelWeights(embedding, layers, norm, head, mtp);
  }

  private LayerWeights layer(int layer) {
    String prefix = prefix(layer);
    ExpertsSpec experts = config.feedForward().expertsOf(layer);
    return new LayerWeights(
        norm(prefix + "attn_norm.weight"),
        attention(prefix + "attn_"),
        norm(prefix + "ffn_norm.weight"),
        experts == null
            ? dense(prefix, "", config.feedForward().intermediateSize())
            : experts(prefix, experts));
  }

  private AttentionWeights attention(String prefix) {
    return switch (config.attention()) {
      case LatentAttentionSpec latent -> latent(prefix, latent);
      case GroupedQueryAttentionSpec grouped -> grouped(prefix, grouped);
    };
  }

  private LatentAttentionWeights latent(String prefix, LatentAttentionSpec spec) {
    int hidden = config.hiddenSize();
    return new LatentAttentionWeights(
        query(prefix, spec),
        tensors.matrix(prefix + "kv_a_mqa.weight", spec.cacheWidth(), hidden),
        tensors.vector(prefix + "kv_a_norm.weight", spec.kvLoraRank()),
        keyValueUp(prefix, spec),
        tensors.matrix(
            prefix + "output.weight", hidden, spec.numAttentionHeads() * spec.vHeadDim()));
  }

  private Query query(String prefix, LatentAttentionSpec spec) {
    int width = spec.numAttentionHeads() * spec.qkHeadDim();
    Integer rank = spec.qLoraRank();
    if (rank == null) {
      return new DirectQuery(tensors.matrix(prefix + "q.weight", width, config.hiddenSize()));
    }
    return new CompressedQuery(
        tensors.matrix(prefix + "q_a.weight", rank, config.hiddenSize()),
        tensors.vector(prefix + "q_a_norm.weight", rank),
        tensors.matrix(prefix + "q_b.weight", width, rank));
  }

  private KeyValueUp keyValueUp(String prefix, LatentAttentionSpec spec) {
    int heads = spec.numAttentionHeads();
    int rank = spec.kvLoraRank();
    if (tensors.has(prefix + "kv_b.weight")) {
      return new FusedKeyValueUp(
          tensors.matrix(
              prefix + "kv_b.weight", heads * (spec.qkNopeHeadDim() + spec.vHeadDim()), rank));
    }
    return new SplitKeyValueUp(
        tensors.matrices(prefix + "k_b.weight", heads, rank, spec.qkNopeHeadDim()),
        tensors.matrices(prefix + "v_b.weight", heads, spec.vHeadDim(), rank));
  }

  private GroupedQueryAttentionWeights grouped(String prefix, GroupedQueryAttentionSpec spec) {
    int hidden = config.hiddenSize();
    int queryWidth = spec.numAttentionHeads() * spec.headDim();
    int keyWidth = spec.numKeyValueHeads() * spec.headDim();
    return new GroupedQueryAttentionWeights(
        linear(prefix + "q", queryWidth, hidden, spec.qkvBias()),
        linear(prefix + "k", keyWidth, hidden, spec.qkvBias()),
        linear(prefix + "v", keyWidth, hidden, spec.qkvBias()),
        linear(prefix + "output", hidden, queryWidth, spec.oBias()),
        spec.qkNorm() ? tensors.vector(prefix + "q_norm.weight", spec.headDim()) : null,
        spec.qkNorm() ? tensors.vector(prefix + "k_norm.weight", spec.headDim()) : null);
  }

  private Linear linear(String name, int outFeatures, int inFeatures, boolean bias) {
    return new Linear(
        tensors.matrix(name + ".weight", outFeatures, inFeatures),
        bias ? tensors.vector(name + ".bias", outFeatures) : null);
  }

  private Dense dense(String prefix, String suffix, int width) {
    int hidden = config.hiddenSize();
    return new Dense(
        tensors.matrix(prefix + "ffn_gate" + suffix + ".weight", width, hidden),
        tensors.matrix(prefix + "ffn_up" + suffix + ".weight", width, hidden),
        tensors.matrix(prefix + "ffn_down" + suffix + ".weight", hidden, width));
  }

  private FeedForwardWeights experts(String prefix, ExpertsSpec spec) {
    int sharedWidth = spec.sharedIntermediateSize();
    return new MixtureOfExperts(
        tensors.matrix(prefix + "ffn_gate_inp.weight", spec.nRoutedExperts(), config.hiddenSize()),
        bias(prefix + "exp_probs_b.bias", spec),
        routed(prefix, spec),
        sharedWidth == 0 ? null : dense(prefix, "_shexp", sharedWidth));
  }

  private @Nullable Tensor bias(String name, ExpertsSpec spec) {
    return tensors.has(name) ? tensors.vector(name, spec.nRoutedExperts()) : null;
  }

  private List<Dense> routed(String prefix, ExpertsSpec spec) {
    int count = spec.nRoutedExperts();
    int width = spec.moeIntermediateSize();
    int hidden = config.hiddenSize();
    List<Matrix> gate;
    List<Matrix> up;
    String merged = prefix + "ffn_gate_up_exps.weight";
    if (tensors.has(merged)) {
      List<Matrix> both = tensors.matrices(merged, count, 2 * width, hidden);
      gate = both.stream().map(matrix -> rows(matrix, 0, width)).toList();
      up = both.stream().map(matrix -> rows(matrix, width, width)).toList();
    } else {
      gate = tensors.matrices(prefix + "ffn_gate_exps.weight", count, width, hidden);
      up = tensors.matrices(prefix + "ffn_up_exps.weight", count, width, hidden);
    }
    List<Matrix> down = tensors.matrices(prefix + "ffn_down_exps.weight", count, hidden, width);
    List<Dense> experts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      experts.add(new Dense(gate.get(i), up.get(i), down.get(i)));
    }
    return experts;
  }

  private static Matrix rows(Matrix matrix, int first, int count) {
    return new Matrix(matrix.weight().slice(first, count), null);
  }

  /// A draft block; what it leaves out is the main model's.
  private MtpWeights mtp(int layer, Matrix embedding, Tensor norm, Matrix head) {
    String prefix = prefix(layer) + "nextn.";
    int hidden = config.hiddenSize();
    String ownNorm = prefix + "shared_head_norm.weight";
    return new MtpWeights(
        norm(prefix + "enorm.weight"),
        norm(prefix + "hnorm.weight"),
        tensors.matrix(prefix + "eh_proj.weight", hidden, 2 * hidden),
        layer(layer),
        tensors.has(ownNorm) ? norm(ownNorm) : norm,
        own(prefix + "embed_tokens.weight", embedding),
        own(prefix + "shared_head_head.weight", head));
  }

  /// The file's own matrix, or the main model's where it is left out or repeated byte for byte, so
  /// that whoever repacks weights does it once.
  private Matrix own(String name, Matrix original) {
    if (!tensors.has(name)) {
      return original;
    }
    Matrix own = vocabularyMatrix(name);
    boolean same =
        own.weight().dtype() == original.weight().dtype()
            && own.weight().data().mismatch(original.weight().data()) == -1;
    return same ? original : own;
  }

  private Matrix vocabularyMatrix(String name) {
    return tensors.matrix(name, config.vocabSize(), config.hiddenSize());
  }

  private Tensor norm(String name) {
    return tensors.vector(name, config.hiddenSize());
  }

  private static String prefix(int layer) {
    return "blk." + layer + ".";
  }
}

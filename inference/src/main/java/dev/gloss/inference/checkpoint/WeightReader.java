package dev.gloss.inference.checkpoint;

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
import dev.gloss.inference.model.LatentAttentionWeights.Query;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.Linear;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.model.MtpWeights;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives the tensors of a checkpoint their place in the model, by their names and the shapes that
/// follow from the configuration.
final class WeightReader {

  /// What a Multi-Token Prediction module has and an ordinary layer has not.
  private static final List<String> MTP_TENSORS =
      List.of("enorm.weight", "hnorm.weight", "eh_proj.weight");

  private final DecoderConfig config;
  private final TensorSource source;

  /// @param config whose `numNextnPredictLayers` are present in the source
  /// @param source which this takes every tensor from
  WeightReader(DecoderConfig config, TensorSource source) {
    this.config = config;
    this.source = source;
  }

  /// How many of the declared Multi-Token Prediction modules the source has: all or none. Exports
  /// of `transformers` declare one and leave it out, and where a configuration has fewer layers
  /// than the file, an ordinary layer is in its place.
  static int mtpModules(DecoderConfig declared, TensorSource source) {
    for (int module = 0; module < declared.numNextnPredictLayers(); module++) {
      String prefix = layerPrefix(declared.numHiddenLayers() + module);
      if (MTP_TENSORS.stream().anyMatch(name -> source.has(prefix + name))) {
        return declared.numNextnPredictLayers();
      }
    }
    return 0;
  }

  /// Takes all weights.
  ///
  /// @throws dev.gloss.inference.ModelException if one is missing or has another shape
  ModelWeights read() {
    Matrix embedTokens = embedding("model.embed_tokens.weight");
    Tensor norm = norm("model.norm.weight");
    Matrix lmHead = lmHead(embedTokens);
    List<LayerWeights> layers = new ArrayList<>();
    for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
      layers.add(layer(layer));
    }
    List<MtpWeights> mtp = new ArrayList<>();
    for (int module = 0; module < config.numNextnPredictLayers(); module++) {
      mtp.add(mtp(config.numHiddenLayers() + module, embedTokens, lmHead));
    }
    return new ModelWeights(embedTokens, layers, norm, lmHead, mtp);
  }

  /// With tied embeddings the embedding itself, also where a file repeats it under the other name.
  private Matrix lmHead(Matrix embedTokens) {
    String name = "lm_head.weight";
    if (!config.tieWordEmbeddings()) {
      return embedding(name);
    }
    if (source.has(name)) {
      embedding(name);
    }
    return embedTokens;
  }

  private LayerWeights layer(int layer) {
    String prefix = layerPrefix(layer);
    ExpertsSpec experts = config.feedForward().expertsOf(layer);
    return new LayerWeights(
        norm(prefix + "input_layernorm.weight"),
        attention(prefix + "self_attn."),
        norm(prefix + "post_attention_layernorm.weight"),
        experts == null
            ? dense(prefix + "mlp.", config.feedForward().intermediateSize())
            : experts(prefix + "mlp.", experts));
  }

  private AttentionWeights attention(String prefix) {
    return switch (config.attention()) {
      case LatentAttentionSpec latent -> latent(prefix, latent);
      case GroupedQueryAttentionSpec grouped -> grouped(prefix, grouped);
    };
  }

  private LatentAttentionWeights latent(String prefix, LatentAttentionSpec spec) {
    int heads = spec.numAttentionHeads();
    int hidden = config.hiddenSize();
    int kvLoraRank = spec.kvLoraRank();
    return new LatentAttentionWeights(
        query(prefix, spec),
        source.matrix(prefix + "kv_a_proj_with_mqa.weight", spec.cacheWidth(), hidden),
        source.vector(prefix + "kv_a_layernorm.weight", kvLoraRank),
        new FusedKeyValueUp(
            source.matrix(
                prefix + "kv_b_proj.weight",
                heads * (spec.qkNopeHeadDim() + spec.vHeadDim()),
                kvLoraRank)),
        source.matrix(prefix + "o_proj.weight", hidden, heads * spec.vHeadDim()));
  }

  private Query query(String prefix, LatentAttentionSpec spec) {
    int width = spec.numAttentionHeads() * spec.qkHeadDim();
    Integer qLoraRank = spec.qLoraRank();
    if (qLoraRank == null) {
      return new DirectQuery(source.matrix(prefix + "q_proj.weight", width, config.hiddenSize()));
    }
    return new CompressedQuery(
        source.matrix(prefix + "q_a_proj.weight", qLoraRank, config.hiddenSize()),
        source.vector(prefix + "q_a_layernorm.weight", qLoraRank),
        source.matrix(prefix + "q_b_proj.weight", width, qLoraRank));
  }

  private GroupedQueryAttentionWeights grouped(String prefix, GroupedQueryAttentionSpec spec) {
    int hidden = config.hiddenSize();
    int queryWidth = spec.numAttentionHeads() * spec.headDim();
    int keyWidth = spec.numKeyValueHeads() * spec.headDim();
    return new GroupedQueryAttentionWeights(
        linear(prefix + "q_proj", queryWidth, hidden, spec.qkvBias()),
        linear(prefix + "k_proj", keyWidth, hidden, spec.qkvBias()),
        linear(prefix + "v_proj", keyWidth, hidden, spec.qkvBias()),
        linear(prefix + "o_proj", hidden, queryWidth, spec.oBias()),
        spec.qkNorm() ? source.vector(prefix + "q_norm.weight", spec.headDim()) : null,
        spec.qkNorm() ? source.vector(prefix + "k_norm.weight", spec.headDim()) : null);
  }

  private Linear linear(String name, int outFeatures, int inFeatures, boolean bias) {
    return new Linear(
        source.matrix(name + ".weight", outFeatures, inFeatures),
        bias ? source.vector(name + ".bias", outFeatures) : null);
  }

  private FeedForwardWeights experts(String prefix, ExpertsSpec spec) {
    List<Dense> experts = new ArrayList<>();
    for (int expert = 0; expert < spec.nRoutedExperts(); expert++) {
      experts.add(dense(prefix + "experts." + expert + ".", spec.moeIntermediateSize()));
    }
    int sharedWidth = spec.sharedIntermediateSize();
    return new MixtureOfExperts(
        source.matrix(prefix + "gate.weight", spec.nRoutedExperts(), config.hiddenSize()),
        correctionBias(prefix, spec),
        experts,
        sharedWidth == 0 ? null : dense(prefix + "shared_experts.", sharedWidth));
  }

  private @Nullable Tensor correctionBias(String prefix, ExpertsSpec spec) {
    return spec.routing().method() == RoutingSpec.Method.NOAUX_TC
        ? source.vector(prefix + "gate.e_score_correction_bias", spec.nRoutedExperts())
        : null;
  }

  private Dense dense(String prefix, int width) {
    int hidden = config.hiddenSize();
    return new Dense(
        source.matrix(prefix + "gate_proj.weight", width, hidden),
        source.matrix(prefix + "up_proj.weight", width, hidden),
        source.matrix(prefix + "down_proj.weight", hidden, width));
  }

  private MtpWeights mtp(int layer, Matrix embedTokens, Matrix lmHead) {
    String prefix = layerPrefix(layer);
    int hidden = config.hiddenSize();
    return new MtpWeights(
        norm(prefix + "enorm.weight"),
        norm(prefix + "hnorm.weight"),
        source.matrix(prefix + "eh_proj.weight", hidden, 2 * hidden),
        layer(layer),
        norm(prefix + "shared_head.norm.weight"),
        repeated(prefix + "embed_tokens.weight", embedTokens),
        repeated(prefix + "shared_head.head.weight", lmHead));
  }

  /// The main model's matrix where the file leaves its copy out or repeats it byte for byte, so
  /// that whoever repacks weights does it once; otherwise the file's own.
  private Matrix repeated(String name, Matrix original) {
    if (!source.has(name)) {
      return original;
    }
    Matrix copy = embedding(name);
    boolean same =
        copy.weight().dtype() == original.weight().dtype()
            && copy.weightScaleInv() == null
            && copy.weight().data().mismatch(original.weight().data()) == -1;
    return same ? original : copy;
  }

  private Matrix embedding(String name) {
    return source.matrix(name, config.vocabSize(), config.hiddenSize());
  }

  private Tensor norm(String name) {
    return source.vector(name, config.hiddenSize());
  }

  private static String layerPrefix(int layer) {
    return "model.layers." + layer + ".";
  }
}

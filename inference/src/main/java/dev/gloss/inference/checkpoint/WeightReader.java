package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.AttentionWeights;
import dev.gloss.inference.model.DeepseekConfig;
import dev.gloss.inference.model.FeedForwardWeights;
import dev.gloss.inference.model.FeedForwardWeights.Dense;
import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.model.MtpWeights;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives the tensors of a published DeepSeek checkpoint their place in the model, by their names
/// and the shapes that follow from the configuration.
final class WeightReader {

  private final DeepseekConfig config;
  private final TensorTable table;

  /// @param config whose `numNextnPredictLayers` are present in the table
  /// @param table which this takes every tensor from
  WeightReader(DeepseekConfig config, TensorTable table) {
    this.config = config;
    this.table = table;
  }

  /// How many of the declared Multi-Token Prediction modules the table has: all or none. Exports of
  /// `transformers` declare one and leave it out.
  static int mtpModules(DeepseekConfig declared, TensorTable table) {
    for (int module = 0; module < declared.numNextnPredictLayers(); module++) {
      if (table.hasAny(layerPrefix(declared.numHiddenLayers() + module))) {
        return declared.numNextnPredictLayers();
      }
    }
    return 0;
  }

  /// Takes all weights.
  ///
  /// @throws dev.gloss.inference.ModelException if one is missing, has another shape, or is too
  ///   many
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
    table.refuseLeftovers();
    return new ModelWeights(embedTokens, layers, norm, lmHead, mtp);
  }

  /// With tied embeddings the embedding itself, also where a file repeats it under the other name.
  private Matrix lmHead(Matrix embedTokens) {
    String name = "lm_head.weight";
    if (!config.tieWordEmbeddings()) {
      return embedding(name);
    }
    if (table.has(name)) {
      embedding(name);
    }
    return embedTokens;
  }

  private LayerWeights layer(int layer) {
    String prefix = layerPrefix(layer);
    return new LayerWeights(
        norm(prefix + "input_layernorm.weight"),
        attention(prefix + "self_attn."),
        norm(prefix + "post_attention_layernorm.weight"),
        config.isMoe(layer)
            ? experts(prefix + "mlp.")
            : dense(prefix + "mlp.", config.intermediateSize()));
  }

  private AttentionWeights attention(String prefix) {
    int heads = config.numAttentionHeads();
    int hidden = config.hiddenSize();
    int kvLoraRank = config.kvLoraRank();
    return new AttentionWeights(
        query(prefix, heads * config.qkHeadDim()),
        table.matrix(prefix + "kv_a_proj_with_mqa.weight", config.latentWidth(), hidden),
        table.vector(prefix + "kv_a_layernorm.weight", kvLoraRank),
        table.matrix(
            prefix + "kv_b_proj.weight",
            heads * (config.qkNopeHeadDim() + config.vHeadDim()),
            kvLoraRank),
        table.matrix(prefix + "o_proj.weight", hidden, heads * config.vHeadDim()));
  }

  private AttentionWeights.Query query(String prefix, int width) {
    Integer qLoraRank = config.qLoraRank();
    if (qLoraRank == null) {
      return new AttentionWeights.DirectQuery(
          table.matrix(prefix + "q_proj.weight", width, config.hiddenSize()));
    }
    return new AttentionWeights.CompressedQuery(
        table.matrix(prefix + "q_a_proj.weight", qLoraRank, config.hiddenSize()),
        table.vector(prefix + "q_a_layernorm.weight", qLoraRank),
        table.matrix(prefix + "q_b_proj.weight", width, qLoraRank));
  }

  private FeedForwardWeights experts(String prefix) {
    List<Dense> experts = new ArrayList<>();
    for (int expert = 0; expert < config.nRoutedExperts(); expert++) {
      experts.add(dense(prefix + "experts." + expert + ".", config.moeIntermediateSize()));
    }
    int sharedWidth = config.nSharedExperts() * config.moeIntermediateSize();
    return new MixtureOfExperts(
        table.matrix(prefix + "gate.weight", config.nRoutedExperts(), config.hiddenSize()),
        correctionBias(prefix),
        experts,
        sharedWidth == 0 ? null : dense(prefix + "shared_experts.", sharedWidth));
  }

  private @Nullable Tensor correctionBias(String prefix) {
    return config.routing().method() == RoutingSpec.Method.NOAUX_TC
        ? table.vector(prefix + "gate.e_score_correction_bias", config.nRoutedExperts())
        : null;
  }

  private Dense dense(String prefix, int width) {
    int hidden = config.hiddenSize();
    return new Dense(
        table.matrix(prefix + "gate_proj.weight", width, hidden),
        table.matrix(prefix + "up_proj.weight", width, hidden),
        table.matrix(prefix + "down_proj.weight", hidden, width));
  }

  private MtpWeights mtp(int layer, Matrix embedTokens, Matrix lmHead) {
    String prefix = layerPrefix(layer);
    int hidden = config.hiddenSize();
    return new MtpWeights(
        norm(prefix + "enorm.weight"),
        norm(prefix + "hnorm.weight"),
        table.matrix(prefix + "eh_proj.weight", hidden, 2 * hidden),
        layer(layer),
        norm(prefix + "shared_head.norm.weight"),
        repeated(prefix + "embed_tokens.weight", embedTokens),
        repeated(prefix + "shared_head.head.weight", lmHead));
  }

  /// The main model's matrix where the file leaves its copy out or repeats it byte for byte, so
  /// that whoever repacks weights does it once; otherwise the file's own.
  private Matrix repeated(String name, Matrix original) {
    if (!table.has(name)) {
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
    return table.matrix(name, config.vocabSize(), config.hiddenSize());
  }

  private Tensor norm(String name) {
    return table.vector(name, config.hiddenSize());
  }

  private static String layerPrefix(int layer) {
    return "model.layers." + layer + ".";
  }
}

package dev.gloss.inference.model;

import org.jspecify.annotations.Nullable;

/// The hyper-parameters of a DeepSeek-V2 or -V3 model, by their names in Hugging Face's
/// `config.json`.
///
/// @param architecture the first of `architectures`
/// @param modelType `deepseek_v2` or `deepseek_v3`
/// @param vocabSize ids the embedding holds and the head scores
/// @param hiddenSize width of the residual stream
/// @param intermediateSize width of a dense feed-forward layer
/// @param moeIntermediateSize width of one expert
/// @param numHiddenLayers layers of the main model
/// @param numNextnPredictLayers Multi-Token Prediction modules **present in the file**
/// @param numAttentionHeads attention heads
/// @param qLoraRank rank of the compressed query, null where queries are projected directly
/// @param kvLoraRank rank of the compressed key and value, the latent that is cached
/// @param qkNopeHeadDim per-head width of the part of query and key without position
/// @param qkRopeHeadDim width of the rotated part, shared by all heads on the key side
/// @param vHeadDim per-head width of the value
/// @param nRoutedExperts routed experts of a layer
/// @param nSharedExperts shared experts of a layer, stored as one of their joint width
/// @param numExpertsPerTok routed experts that one token uses
/// @param firstKDenseReplace so many first layers have a dense feed-forward instead of experts
/// @param routing how experts are chosen
/// @param rmsNormEps added to the mean square in RMSNorm
/// @param rope the rotation of positions
/// @param maxPositionEmbeddings tokens the model was made for
/// @param tieWordEmbeddings the head is the embedding
public record DeepseekConfig(
    String architecture,
    String modelType,
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int moeIntermediateSize,
    int numHiddenLayers,
    int numNextnPredictLayers,
    int numAttentionHeads,
    @Nullable Integer qLoraRank,
    int kvLoraRank,
    int qkNopeHeadDim,
    int qkRopeHeadDim,
    int vHeadDim,
    int nRoutedExperts,
    int nSharedExperts,
    int numExpertsPerTok,
    int firstKDenseReplace,
    RoutingSpec routing,
    float rmsNormEps,
    RopeSpec rope,
    int maxPositionEmbeddings,
    boolean tieWordEmbeddings) {

  /// The epsilon of `q_a_layernorm` and `kv_a_layernorm`, which the reference code fixes.
  public static final float LATENT_NORM_EPS = 1e-6f;

  /// Per-head width of query and key.
  public int qkHeadDim() {
    return qkNopeHeadDim + qkRopeHeadDim;
  }

  /// Numbers cached for one token in one layer: the latent and the rotated key.
  public int latentWidth() {
    return kvLoraRank + qkRopeHeadDim;
  }

  /// Whether this layer routes tokens to experts; a Multi-Token Prediction layer does too.
  public boolean isMoe(int layer) {
    return nRoutedExperts > 0 && layer >= firstKDenseReplace;
  }

  /// The same model with another number of Multi-Token Prediction modules.
  public DeepseekConfig withNumNextnPredictLayers(int modules) {
    return new DeepseekConfig(
        architecture,
        modelType,
        vocabSize,
        hiddenSize,
        intermediateSize,
        moeIntermediateSize,
        numHiddenLayers,
        modules,
        numAttentionHeads,
        qLoraRank,
        kvLoraRank,
        qkNopeHeadDim,
        qkRopeHeadDim,
        vHeadDim,
        nRoutedExperts,
        nSharedExperts,
        numExpertsPerTok,
        firstKDenseReplace,
        routing,
        rmsNormEps,
        rope,
        maxPositionEmbeddings,
        tieWordEmbeddings);
  }
}

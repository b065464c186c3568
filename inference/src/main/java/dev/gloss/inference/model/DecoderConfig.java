package dev.gloss.inference.model;

/// The hyper-parameters of a decoder, by their names in Hugging Face's `config.json`: what every
/// one has, and a part each for what they differ in.
///
/// @param architecture the first of `architectures`, or what a file of another format calls it
/// @param modelType `model_type`
/// @param vocabSize ids the embedding holds and the head scores
/// @param hiddenSize width of the residual stream
/// @param numHiddenLayers layers of the main model
/// @param numNextnPredictLayers Multi-Token Prediction modules **present in the file**
/// @param attention the attention of every layer
/// @param feedForward the feed-forward parts
/// @param rmsNormEps added to the mean square in RMSNorm
/// @param rope the rotation of positions
/// @param maxPositionEmbeddings tokens the model was made for
/// @param tieWordEmbeddings the head is the embedding
public record DecoderConfig(
    String architecture,
    String modelType,
    int vocabSize,
    int hiddenSize,
    int numHiddenLayers,
    int numNextnPredictLayers,
    AttentionSpec attention,
    FeedForwardSpec feedForward,
    float rmsNormEps,
    RopeSpec rope,
    int maxPositionEmbeddings,
    boolean tieWordEmbeddings) {

  /// The same model with another number of layers.
  public DecoderConfig withNumHiddenLayers(int layers) {
    return new DecoderConfig(
        architecture,
        modelType,
        vocabSize,
        hiddenSize,
        layers,
        numNextnPredictLayers,
        attention,
        feedForward,
        rmsNormEps,
        rope,
        maxPositionEmbeddings,
        tieWordEmbeddings);
  }

  /// The same model with another number of Multi-Token Prediction modules.
  public DecoderConfig withNumNextnPredictLayers(int modules) {
    return new DecoderConfig(
        architecture,
        modelType,
        vocabSize,
        hiddenSize,
        numHiddenLayers,
        modules,
        attention,
        feedForward,
        rmsNormEps,
        rope,
        maxPositionEmbeddings,
        tieWordEmbeddings);
  }
}

package dev.gloss.inference;

/// What a model is, for people and for `gloss inspect`.
///
/// @param name short name for a status line, for example `gloss-nano`
/// @param architecture the first of the config's `architectures`
/// @param totalParameters of the main model, embeddings and head included, tied ones counted once
/// @param activeParameters used for one token: routed experts counted `num_experts_per_tok` times a
///   layer, the head counted also where it is tied
/// @param mtpParameters of the Multi-Token Prediction modules, shared embeddings and heads left out
/// @param tiedEmbeddings whether head and embedding are one matrix
/// @param kvBytesPerToken bytes of cache one token takes over all layers in float32
/// @param mhaKvBytesPerToken bytes that multi-head attention of the same shape would keep
/// @param dtype of most weight bytes, as the file names it: `F32`, `BF16`, `F8_E4M3`, …
/// @param mtpLayers Multi-Token Prediction modules present in the file
/// @param contextLength tokens that prompt and answer may have together: what fits into an open
///   engine's memory, or, of a model that was only looked at, what it was made for
/// @param vocabularySize ids the head scores
/// @param file the files it lies in
/// @param hints what its files say about how it is asked
/// @param backend `cpu` or `gpu`
public record ModelInfo(
    String name,
    String architecture,
    long totalParameters,
    long activeParameters,
    long mtpParameters,
    boolean tiedEmbeddings,
    long kvBytesPerToken,
    long mhaKvBytesPerToken,
    String dtype,
    int mtpLayers,
    int contextLength,
    int vocabularySize,
    ModelFile file,
    PromptHints hints,
    String backend) {

  /// The same with another context.
  public ModelInfo withContextLength(int tokens) {
    return new ModelInfo(
        name,
        architecture,
        totalParameters,
        activeParameters,
        mtpParameters,
        tiedEmbeddings,
        kvBytesPerToken,
        mhaKvBytesPerToken,
        dtype,
        mtpLayers,
        tokens,
        vocabularySize,
        file,
        hints,
        backend);
  }
}

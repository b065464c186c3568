package dev.gloss.inference.model;

import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;

/// The weights of one Multi-Token Prediction module (DeepSeek-V3, section 2.2).
///
/// @param enorm `[hidden_size]`, normalises the next token's embedding
/// @param hnorm `[hidden_size]`, normalises the main model's hidden state
/// @param ehProj `[hidden_size, 2 * hidden_size]`, over the embedding first and the hidden state
///   second
/// @param layer its decoder layer
/// @param sharedHeadNorm `[hidden_size]`, before the head
/// @param embedTokens `[vocab_size, hidden_size]`, the main model's where the file repeats it
/// @param sharedHead `[vocab_size, hidden_size]`, the main model's where the file repeats it
public record MtpWeights(
    Tensor enorm,
    Tensor hnorm,
    Matrix ehProj,
    LayerWeights layer,
    Tensor sharedHeadNorm,
    Matrix embedTokens,
    Matrix sharedHead) {

  /// The same around another decoder layer.
  public MtpWeights withLayer(LayerWeights other) {
    return new MtpWeights(enorm, hnorm, ehProj, other, sharedHeadNorm, embedTokens, sharedHead);
  }
}
